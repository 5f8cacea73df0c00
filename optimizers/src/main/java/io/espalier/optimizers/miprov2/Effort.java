package io.espalier.optimizers.miprov2;

/**
 * How much to try.
 *
 * @see MiproV2
 */
public enum Effort {
    LIGHT(6, 100),
    MEDIUM(12, 300),
    HEAVY(18, 1000);

    private final int candidates;
    private final int validation;

    Effort(int candidates, int validation) {
        this.candidates = candidates;
        this.validation = validation;
    }

    /** Demo sets per predictor; half as many instructions, or as many where there are no demos. */
    int candidates() {
        return candidates;
    }

    /** Most validation examples that are used. */
    int validation() {
        return validation;
    }

    /**
     * Trials for so many candidates: at least 1.5 per candidate, and 2 log2 of them per choice.
     *
     * @param demos whether demo sets are chosen too
     */
    static int trials(int predictors, boolean demos, int candidates) {
        double choices = predictors * (demos ? 2.0 : 1.0);
        double log = Math.log(candidates) / Math.log(2);
        return (int) Math.max(2 * choices * log, 1.5 * candidates);
    }
}
