package io.espalier.optimizers.trellis;

import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;

/**
 * Credit for programs of several predictors: a draft rewrites all of them at once, and may have
 * done well by one and badly by another. So each predictor of the best is tried with its
 * counterpart of the second.
 */
final class Crossing {
    private Crossing() {}

    /**
     * @param ranked best first
     * @return none for a program of one predictor, or with less than two states
     */
    static List<ProgramState> of(ProgramDefinition program, List<ProgramState> ranked) {
        if (program.predictors().size() < 2 || ranked.size() < 2) return List.of();
        var best = ranked.get(0);
        var other = ranked.get(1);
        var crossed = new ArrayList<ProgramState>();
        for (var predictor : program.predictors()) {
            var path = predictor.path();
            var child = best.with(path, other.of(path));
            if (!child.equals(best) && !child.equals(other)) crossed.add(child);
        }
        return crossed;
    }
}
