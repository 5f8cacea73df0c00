/** Tests of the package of this name. */
@NullMarked
package io.espalier.coordinator.study;

import org.jspecify.annotations.NullMarked;
