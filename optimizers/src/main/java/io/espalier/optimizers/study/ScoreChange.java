package io.espalier.optimizers.study;

import org.jspecify.annotations.Nullable;

/**
 * Mean scores of the unoptimized and the optimized program on the same examples, 0 to 1.
 *
 * @param after null while there is none
 */
public record ScoreChange(double before, @Nullable Double after, int examples) {}
