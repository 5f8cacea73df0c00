/** Tests of the package of this name. */
@NullMarked
package io.espalier.coordinator.store;

import org.jspecify.annotations.NullMarked;
