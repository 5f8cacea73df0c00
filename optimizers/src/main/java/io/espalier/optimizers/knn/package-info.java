/** Demos that every input chooses for itself. */
@NullMarked
package io.espalier.optimizers.knn;

import org.jspecify.annotations.NullMarked;
