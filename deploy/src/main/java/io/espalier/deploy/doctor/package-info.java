/** Looks at the machine and says what works, what does not, and what to do about it. */
@NullMarked
package io.espalier.deploy.doctor;

import org.jspecify.annotations.NullMarked;
