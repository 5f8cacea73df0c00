/** The one application: its entry point, its errors and its version. */
@NullMarked
package io.espalier.deploy;

import org.jspecify.annotations.NullMarked;
