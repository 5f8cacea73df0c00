/** Tests of the package of this name. */
@NullMarked
package io.espalier.coordinator.journal;

import org.jspecify.annotations.NullMarked;
