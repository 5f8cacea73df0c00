/** Tests of the package of this name. */
@NullMarked
package io.espalier.coordinator.api;

import org.jspecify.annotations.NullMarked;
