package io.espalier.optimizers.gepa;

import io.espalier.signatures.program.Predictor;
import java.util.List;

/** Which predictors' instructions a proposal changes. */
public enum ComponentChoice {
    /**
     * One, the next in order. The turn belongs to the parent, and a child takes over the furthest
     * of its parents' turns.
     */
    ROUND_ROBIN,
    /** All of them at once. */
    ALL;

    List<Predictor> next(List<Predictor> predictors, Member parent) {
        return switch (this) {
            case ROUND_ROBIN -> List.of(predictors.get(parent.takeTurn(predictors.size())));
            case ALL -> predictors;
        };
    }
}
