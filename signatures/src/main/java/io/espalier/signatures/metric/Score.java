package io.espalier.signatures.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * How good a prediction is.
 *
 * @param value 0 to 1, more is better
 * @param feedback why, in words that an optimizer may show to a model; null where the metric has
 *     none
 * @param parts named sub-scores of a composite metric, 0 to 1; empty for a simple one
 * @param answer the value without what looks at the run and not at the answer, 0 to 1: whether the
 *     answer is worth being shown as an example; equal to {@code value} for a simple metric
 */
public record Score(
        double value,
        @Nullable String feedback,
        SequencedMap<String, Double> parts,
        double answer) {
    public Score {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("score: " + value + " (expected: 0..1)");
        }
        if (!(answer >= 0 && answer <= 1)) {
            throw new IllegalArgumentException("answer: " + answer + " (expected: 0..1)");
        }
        parts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parts));
    }

    public Score(double value, @Nullable String feedback, SequencedMap<String, Double> parts) {
        this(value, feedback, parts, value);
    }

    public static Score of(double value) {
        return new Score(value, null, new LinkedHashMap<>());
    }

    public static Score of(double value, @Nullable String feedback) {
        return new Score(value, feedback, new LinkedHashMap<>());
    }

    public static Score of(boolean right) {
        return of(right ? 1 : 0);
    }
}
