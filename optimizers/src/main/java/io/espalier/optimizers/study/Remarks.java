package io.espalier.optimizers.study;

import io.espalier.signatures.program.ProgramState;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a search came to nothing, where it shows: it made no candidate, or the metric gave all runs
 * the same score. One place for all optimizers.
 */
final class Remarks {
    private Remarks() {}

    /** Whether there is any candidate but the program as it was. */
    static boolean made(RecordedStudy study) {
        return study.candidates().stream().anyMatch(c -> !c.state().equals(ProgramState.EMPTY));
    }

    /**
     * On a study whose search found nothing better than the unoptimized program.
     *
     * @param explained whether there are words on it already
     */
    static Optional<String> of(RecordedStudy study, boolean explained) {
        var scores = study.tally().scores();
        var made = made(study);
        if (made && scores.getCount() > 1 && scores.getMin() == scores.getMax()) {
            return Optional.of(
                    String.format(
                            Locale.ROOT,
                            "all %d runs scored %.3g, whichever the candidate: the metric tells no"
                                    + " programs apart, so there was nothing to search by",
                            scores.getCount(),
                            scores.getMin()));
        }
        if (made || explained) return Optional.empty();
        var most = study.budget().limits().metricCalls();
        return Optional.of(
                "the search made no candidate beside the unoptimized program"
                        + (most == null
                                ? ""
                                : ": "
                                        + study.budget().metricCallsLeft()
                                        + " of "
                                        + most
                                        + " metric calls were left when it ended"));
    }
}
