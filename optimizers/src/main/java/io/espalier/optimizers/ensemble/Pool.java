package io.espalier.optimizers.ensemble;

import io.espalier.optimizers.Study;
import io.espalier.optimizers.nested.Share;
import io.espalier.optimizers.race.Affordable;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The states that may become members: those that were scored on every validation example, and of
 * those that left their comparison before its end the most promising, completed.
 */
final class Pool {
    /** More than that would be compared for hours; the best by mean stay. */
    private static final int MOST = 24;

    /** Shared examples from which on a comparison with the best is worth something. */
    private static final int LEAST_SHARED = 6;

    private final Study study;
    private final Map<ProgramState, Map<Example, Outcome>> seen;

    /**
     * @param share what an optimizer ran on
     */
    Pool(Study study, Share share) {
        this.study = study;
        this.seen = share.validated();
    }

    /**
     * @param lead over the best, on the examples that both have seen
     * @param missing validation examples that it has not seen
     */
    private record Entry(ProgramState state, double lead, int missing) {}

    /**
     * @param most states to complete
     * @param reserve metric calls to leave
     * @return states in the order in which they were first scored
     */
    List<ProgramState> states(int most, long reserve) {
        var best = best();
        var entries = new ArrayList<Entry>();
        for (var state : seen.keySet()) {
            if (state.isEnsemble() || state.equals(ProgramState.EMPTY)) continue;
            int missing = study.validation().size() - runs(state).size();
            var over = differences(state, best);
            if (missing > 0 && over.size() < LEAST_SHARED) continue;
            double lead = over.stream().mapToDouble(d -> d).average().orElse(0);
            entries.add(new Entry(state, lead, missing));
        }
        entries.sort(Comparator.comparingDouble(Entry::lead).reversed());
        long calls = Affordable.metricCalls(study.budget()) - reserve;
        var chosen = new ArrayList<>(List.of(ProgramState.EMPTY));
        int completed = 0;
        for (var entry : entries) {
            if (chosen.size() == MOST) break;
            if (entry.missing > 0 && (completed == most || entry.missing > calls)) continue;
            if (entry.missing > 0) completed++;
            calls -= entry.missing;
            chosen.add(entry.state);
        }
        study.evaluateAll(chosen, study.validation());
        return chosen;
    }

    private Map<Example, Outcome> runs(ProgramState state) {
        return seen.getOrDefault(state, Map.of());
    }

    /** Of those that were scored on most examples the best. */
    private ProgramState best() {
        return seen.keySet().stream()
                .filter(state -> !state.isEnsemble())
                .max(
                        Comparator.comparingInt((ProgramState state) -> runs(state).size())
                                .thenComparingDouble(this::mean))
                .orElse(ProgramState.EMPTY);
    }

    private double mean(ProgramState state) {
        var runs = runs(state);
        return study.validation().stream()
                .flatMap(example -> Optional.ofNullable(runs.get(example)).stream())
                .mapToDouble(Outcome::answer)
                .average()
                .orElse(0);
    }

    /** One state's answers minus another one's on the examples that both have seen. */
    private List<Double> differences(ProgramState one, ProgramState other) {
        var differences = new ArrayList<Double>();
        for (var example : study.validation()) {
            var mine = runs(one).get(example);
            var theirs = runs(other).get(example);
            if (mine != null && theirs != null) differences.add(mine.answer() - theirs.answer());
        }
        return differences;
    }
}
