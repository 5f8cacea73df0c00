package io.espalier.signatures.job;

import io.espalier.signatures.Fields;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.TraceStep;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job came to: a value, also where it failed.
 *
 * @param prediction null when the program did not get to its end
 * @param score null for a job that is not scored, and for one that failed for other reasons than
 *     its candidate; a candidate's failure scores zero
 * @param trace every call of a predictor, in order
 * @param duration see {@link io.espalier.signatures.program.Run#duration}; zero where nobody
 *     measured it
 */
public record Outcome(
        @Nullable Fields prediction,
        @Nullable Score score,
        List<TraceStep> trace,
        Usage usage,
        @Nullable Failure failure,
        Duration duration) {

    public Outcome {
        trace = List.copyOf(trace);
    }

    public Outcome(
            @Nullable Fields prediction,
            @Nullable Score score,
            List<TraceStep> trace,
            Usage usage,
            @Nullable Failure failure) {
        this(prediction, score, trace, usage, failure, Duration.ZERO);
    }

    /** The score's value; zero where there is none. */
    public double value() {
        return score == null ? 0 : score.value();
    }

    /** The score's value for the answer alone; zero where there is none. */
    public double answer() {
        return score == null ? 0 : score.answer();
    }

    /**
     * Whether this says anything about the candidate: not when a provider, a machine or the metric
     * failed, and not for a job that is not scored.
     */
    public boolean judged() {
        return score != null;
    }

    public boolean failed() {
        return failure != null;
    }
}
