package io.espalier.signatures.program;

import io.espalier.signatures.model.Usage;
import java.time.Duration;
import java.util.List;

/**
 * What one run of a program did and took, apart from what came of it.
 *
 * @param trace every call of a predictor, in order
 * @param usage calls and tokens; remembered ones are in {@link Usage#saved}
 * @param unread completions that could not be read, those included that a fallback made good
 * @param duration of the program and its model calls, each as long as the model was at it: waits
 *     for a turn are left out, and a remembered call takes what it took when it was made; in whole
 *     microseconds
 */
public record Run(List<TraceStep> trace, Usage usage, int unread, Duration duration) {
    /** Of a prediction that comes without its run: it did and took nothing. */
    public static final Run UNKNOWN = new Run(List.of(), Usage.NONE, 0, Duration.ZERO);

    public Run {
        trace = List.copyOf(trace);
    }
}
