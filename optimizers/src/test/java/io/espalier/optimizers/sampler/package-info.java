/** Samplers against recorded figures of Optuna, and what all of them promise. */
@NullMarked
package io.espalier.optimizers.sampler;

import org.jspecify.annotations.NullMarked;
