package io.espalier.optimizers.study;

import io.espalier.optimizers.Candidate;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.model.Usage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a study has before a run of it begins. A run that a crash ended is run again with the same
 * past but for more records, and does the same again; one with a larger budget has another past.
 *
 * @param records outcomes by job id, of earlier runs of this study
 * @param reused ids of those records that other studies' results answered
 * @param free ids of jobs that are paid for: by this study before its budget was raised, or by the
 *     one that it was forked from. They cost nothing when they are asked (again).
 * @param paid what the study had spent before its budget was raised
 * @param candidates of this study before it was resumed, in the order of their reports
 * @param origin candidates of the study that this one was forked from
 * @param run number of the run, from 1; resuming a study after an end, or with another budget,
 *     begins another one
 */
public record Past(
        Map<String, Outcome> records,
        Set<String> reused,
        Set<String> free,
        Paid paid,
        List<Earlier> candidates,
        List<Earlier> origin,
        int run) {
    public static final Past NONE = records(Map.of());

    public Past {
        records = Map.copyOf(records);
        reused = Set.copyOf(reused);
        free = Set.copyOf(free);
        candidates = List.copyOf(candidates);
        origin = List.copyOf(origin);
    }

    /** Of a study that was neither resumed nor forked. */
    public static Past records(Map<String, Outcome> records) {
        return new Past(records, Set.of(), Set.of(), Paid.NOTHING, List.of(), List.of(), 1);
    }

    /**
     * What a study paid.
     *
     * @param reused metric calls that other studies' results answered
     */
    public record Paid(long metricCalls, long reused, Usage usage, double cost) {
        public static final Paid NOTHING = new Paid(0, 0, Usage.NONE, 0);
    }

    /**
     * A candidate whose outcomes are among the records, or the origin's.
     *
     * @param candidate without its evaluation
     * @param score on the validation examples of then; null where it had none
     */
    public record Earlier(Candidate candidate, @Nullable Double score) {}

    /** Scored ones, from the highest score down; the earliest of equals, this study's first. */
    List<Earlier> leaders() {
        return Stream.concat(candidates.stream(), origin.stream())
                .filter(one -> one.score != null)
                .sorted((a, b) -> Double.compare(score(b), score(a)))
                .toList();
    }

    private static double score(Earlier earlier) {
        return earlier.score == null ? 0 : earlier.score;
    }
}
