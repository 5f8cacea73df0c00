package io.espalier.optimizers.fewshot;

import io.espalier.signatures.job.Job;

/**
 * How demos are bootstrapped.
 *
 * @param maxBootstrapped most demos per predictor that come from traces
 * @param maxLabeled most demos per predictor in all; labelled examples fill up to it, and as many
 *     are shown to the teacher
 * @param maxRounds tries per example; later ones are drawn at temperature 1
 * @param metricThreshold score from which a trace is good enough to be shown, 0 to 1
 * @param teacher which of the study's models the traces come from
 */
public record BootstrapSettings(
        int maxBootstrapped,
        int maxLabeled,
        int maxRounds,
        double metricThreshold,
        Job.Role teacher) {
    public static final BootstrapSettings DEFAULT =
            new BootstrapSettings(4, 16, 1, 0.5, Job.Role.TASK);

    public BootstrapSettings {
        atLeast("max-bootstrapped", maxBootstrapped, 0);
        atLeast("max-labeled", maxLabeled, 0);
        atLeast("max-rounds", maxRounds, 1);
        if (!(metricThreshold >= 0 && metricThreshold <= 1)) {
            throw new IllegalArgumentException(
                    "metric-threshold: " + metricThreshold + " (expected: 0..1)");
        }
    }

    public BootstrapSettings withMaxBootstrapped(int most) {
        return new BootstrapSettings(most, maxLabeled, maxRounds, metricThreshold, teacher);
    }

    /** With no more demos per predictor than so many. */
    BootstrapSettings atMost(int demos) {
        return new BootstrapSettings(
                Math.min(maxBootstrapped, demos),
                Math.min(maxLabeled, demos),
                maxRounds,
                metricThreshold,
                teacher);
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: at least " + least + ")");
        }
    }
}
