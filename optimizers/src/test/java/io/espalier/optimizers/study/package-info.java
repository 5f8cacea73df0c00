/** The budget, replay, and frame of studies. */
@NullMarked
package io.espalier.optimizers.study;

import org.jspecify.annotations.NullMarked;
