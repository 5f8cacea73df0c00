package io.espalier.signatures.job;

import io.espalier.signatures.Fields;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.TraceStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job came to: a value, also where it failed.
 *
 * @param prediction null when the program did not get to its end
 * @param score null for a job that is not scored, and for one that failed for other reasons than
 *     its candidate; a candidate's failure scores zero
 * @param trace every call of a predictor, in order
 */
public record Outcome(
        @Nullable Fields prediction,
        @Nullable Score score,
        List<TraceStep> trace,
        Usage usage,
        @Nullable Failure failure) {

    public Outcome {
        trace = List.copyOf(trace);
    }

    /** The score's value; zero where there is none. */
    public double value() {
        return score == null ? 0 : score.value();
    }

    public boolean failed() {
        return failure != null;
    }
}
