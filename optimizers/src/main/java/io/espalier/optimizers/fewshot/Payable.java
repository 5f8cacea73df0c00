package io.espalier.optimizers.fewshot;

import io.espalier.optimizers.Study;
import io.espalier.signatures.program.ProgramState;
import java.util.List;

/**
 * As many demos as the budget covers the scoring of, where it limits what can only be estimated:
 * tokens, model calls or cost.
 */
final class Payable {
    /** Validation examples that say what a run takes. */
    private static final int PROBE = 4;

    private final Study study;
    private final String optimizer;

    /**
     * @param optimizer its name, for the note
     */
    Payable(Study study, String optimizer) {
        this.study = study;
        this.optimizer = optimizer;
    }

    /** The state with no more of its demos per predictor than could be scored; one at the least. */
    ProgramState of(ProgramState state) {
        int wanted = most(state);
        for (int shown = wanted; shown > 0; shown -= Math.max(1, shown / 4)) {
            var fewer = first(state, shown);
            if (!covers(fewer)) continue;
            if (shown < wanted) {
                study.note(
                        optimizer
                                + ": shows "
                                + shown
                                + " of "
                                + wanted
                                + " demos, since the budget does not cover the scoring of more");
            }
            return fewer;
        }
        return first(state, 1);
    }

    private static int most(ProgramState state) {
        return state.predictors().values().stream().mapToInt(p -> p.demos().size()).max().orElse(0);
    }

    private static ProgramState first(ProgramState state, int shown) {
        var fewer = state;
        for (var predictor : state.predictors().entrySet()) {
            var demos = predictor.getValue().demos();
            if (demos.size() <= shown) continue;
            fewer = fewer.change(predictor.getKey(), p -> p.withDemos(demos.subList(0, shown)));
        }
        return fewer;
    }

    private boolean covers(ProgramState state) {
        var limits = study.budget().limits();
        var examples = study.validation();
        var exact = limits.tokens() == null && limits.modelCalls() == null && limits.cost() == null;
        // Metric calls do not depend on demos.
        if (exact || !study.budget().allows(examples.size())) return true;
        if (study.covered(List.of(state), examples) == 0) return false;
        study.evaluate(state, examples.subList(0, Math.min(PROBE, examples.size())));
        return study.covered(List.of(state), examples) == 1;
    }
}
