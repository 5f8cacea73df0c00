package io.espalier.optimizers.miprov2;

import org.jspecify.annotations.Nullable;

/**
 * How MIPROv2 searches.
 *
 * @param candidates demo sets per predictor; null for the effort's
 * @param trials null for the effort's
 * @param minibatch validation examples per trial
 * @param fullEvalEvery trials of a round, after which the best are scored on all examples
 * @param maxBootstrapped most demos per predictor that come from runs
 * @param maxLabeled most demos per predictor in all; labelled examples fill up to it
 * @param metricThreshold score from which a run is good enough to be shown, 0 to 1
 * @param temperature of proposals
 * @param guide who suggests the trials that are not designed; DSPy's schedule has TPE in any case
 */
public record MiproSettings(
        Effort effort,
        @Nullable Integer candidates,
        @Nullable Integer trials,
        int minibatch,
        int fullEvalEvery,
        int maxBootstrapped,
        int maxLabeled,
        double metricThreshold,
        double temperature,
        Guide guide,
        Parity parity) {

    /** Whose schedule to keep. */
    public enum Parity {
        NONE,
        DSPY
    }

    /** What suggests trials. */
    public enum Guide {
        TPE("suggested by what scored well"),
        RANDOM("drawn at random"),
        QUASI_RANDOM("the next of a quasi-random sequence");

        private final String rationale;

        Guide(String rationale) {
            this.rationale = rationale;
        }

        /** Of a trial that it suggests. */
        String rationale() {
            return rationale;
        }
    }

    public static final MiproSettings DEFAULT =
            new MiproSettings(
                    Effort.LIGHT, null, null, 35, 5, 4, 4, 0.5, 1.0, Guide.TPE, Parity.NONE);

    public MiproSettings {
        if (candidates != null) atLeast("candidates", candidates, 2);
        if (trials != null) atLeast("trials", trials, 1);
        atLeast("minibatch-size", minibatch, 1);
        atLeast("full-eval-every", fullEvalEvery, 1);
        atLeast("max-bootstrapped", maxBootstrapped, 0);
        atLeast("max-labeled", maxLabeled, 0);
        if (!(metricThreshold >= 0 && metricThreshold <= 1)) {
            throw new IllegalArgumentException(
                    "metric-threshold: " + metricThreshold + " (expected: 0..1)");
        }
        if (!(temperature >= 0 && temperature <= 2)) {
            throw new IllegalArgumentException("temperature: " + temperature + " (expected: 0..2)");
        }
    }

    public MiproSettings with(Parity other) {
        return new MiproSettings(
                effort,
                candidates,
                trials,
                minibatch,
                fullEvalEvery,
                maxBootstrapped,
                maxLabeled,
                metricThreshold,
                temperature,
                guide,
                other);
    }

    /** Whether demos are searched, too. */
    boolean demos() {
        return maxBootstrapped > 0 || maxLabeled > 0;
    }

    int candidateCount() {
        return candidates == null ? effort.candidates() : candidates;
    }

    /** Instructions per predictor, the original among them. */
    int instructionCount() {
        return demos() ? Math.max(1, candidateCount() / 2) : candidateCount();
    }

    int trialCount(int predictors) {
        return trials == null ? Effort.trials(predictors, demos(), candidateCount()) : trials;
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: at least " + least + ")");
        }
    }
}
