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

    /** On a study whose search found nothing better than the unoptimized program. */
    static Optional<String> of(RecordedStudy study) {
        var scores = study.tally().scores();
        long made =
                study.candidates().stream()
                        .filter(candidate -> !candidate.state().equals(ProgramState.EMPTY))
                        .count();
        if (made > 0 && scores.getCount() > 1 && scores.getMin() == scores.getMax()) {
            return Optional.of(
                    String.format(
                            Locale.ROOT,
                            "all %d runs scored %.3g, whichever the candidate: the metric tells no"
                                    + " programs apart, so there was nothing to search by",
                            scores.getCount(),
                            scores.getMin()));
        }
        // Its own words say more.
        if (made > 0 || !study.notes().isEmpty()) return Optional.empty();
        var most = study.budget().limits().metricCalls();
        return Optional.of(
                "no candidate was made"
                        + (most == null
                                ? ""
                                : ": "
                                        + study.budget().metricCallsLeft()
                                        + " of "
                                        + most
                                        + " metric calls were left after scoring the unoptimized"
                                        + " program"));
    }
}
