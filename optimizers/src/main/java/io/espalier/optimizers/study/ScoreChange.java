package io.espalier.optimizers.study;

import io.espalier.optimizers.Evaluation;
import org.jspecify.annotations.Nullable;

/**
 * Mean scores of the unoptimized and the optimized program on the same examples, 0 to 1.
 *
 * @param after null while there is none
 * @param examples that have a score
 * @param of how many examples there are
 */
public record ScoreChange(double before, @Nullable Double after, int examples, int of) {

    /**
     * Over the examples that have a score in both.
     *
     * @param of how many there are to be scored
     * @return null where there is no such example
     */
    static @Nullable ScoreChange of(
            @Nullable Evaluation before, @Nullable Evaluation after, int of) {
        if (before == null) return null;
        var compared = after == null ? before : before.comparedWith(after);
        if (compared.scored() == 0) return null;
        return new ScoreChange(
                compared.mean(),
                after == null ? null : after.comparedWith(before).mean(),
                (int) compared.scored(),
                of);
    }
}
