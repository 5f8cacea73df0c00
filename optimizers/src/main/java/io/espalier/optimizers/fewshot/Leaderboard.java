package io.espalier.optimizers.fewshot;

import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.Study;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores candidates on the whole validation set and keeps the best. They are scored side by side as
 * far as the budget covers them together, and taken in order: the outcome is that of scoring one
 * after the other.
 */
final class Leaderboard {
    private final Study study;
    private final @Nullable Double stopAtScore;
    private @Nullable Candidate best;

    Leaderboard(Study study, @Nullable Double stopAtScore) {
        this.study = study;
        this.stopAtScore = stopAtScore;
    }

    /** A candidate before its scoring. */
    record Entry(String label, ProgramState state, String rationale, List<String> parents) {
        Candidate with(Evaluation evaluation) {
            return new Candidate(label, state, rationale, parents, evaluation);
        }
    }

    /**
     * Scores until all have a score, or one reaches the score to stop at.
     *
     * @return the scored ones, in order
     * @throws BudgetExhausted when not all are covered; those that were are reported
     */
    List<Candidate> score(List<Entry> entries) {
        var scored = new ArrayList<Candidate>();
        for (int from = 0; from < entries.size() && !stopped(); ) {
            var rest = entries.subList(from, entries.size());
            // A search that may stop early does not run ahead.
            int atOnce = stopAtScore == null ? rest.size() : 1;
            var evaluations = evaluate(rest.subList(0, atOnce));
            for (int i = 0; i < evaluations.size(); i++) {
                var candidate = rest.get(i).with(evaluations.get(i));
                scored.add(candidate);
                study.report(candidate);
                if (candidate.betterThan(best)) best = candidate;
            }
            from += evaluations.size();
        }
        return scored;
    }

    /** The longest beginning that the budget covers, found by halving; at least one entry. */
    private List<Evaluation> evaluate(List<Entry> entries) {
        for (int n = entries.size(); ; n = (n + 1) / 2) {
            try {
                var states = entries.subList(0, n).stream().map(Entry::state).toList();
                return study.evaluateAll(states, study.validation());
            } catch (BudgetExhausted e) {
                if (n <= 1) throw e;
            }
        }
    }

    boolean mayStop() {
        return stopAtScore != null;
    }

    boolean stopped() {
        return stopAtScore != null && best != null && best.score() >= stopAtScore;
    }

    Candidate best() {
        if (best == null) throw new IllegalStateException("nothing was scored");
        return best;
    }
}
