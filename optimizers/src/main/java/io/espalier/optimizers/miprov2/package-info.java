/**
 * MIPROv2: a joint search over instructions and demo sets of all predictors. {@link
 * io.espalier.optimizers.miprov2.MiproV2} has the essay; {@code Search} is ours, {@code DspySearch}
 * keeps DSPy's schedule.
 */
@NullMarked
package io.espalier.optimizers.miprov2;

import org.jspecify.annotations.NullMarked;
