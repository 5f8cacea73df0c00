@NullMarked
package io.espalier.optimizers.knn;

import org.jspecify.annotations.NullMarked;
