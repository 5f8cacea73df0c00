package io.espalier.optimizers.rules;

import io.espalier.optimizers.fewshot.BootstrapSettings;
import io.espalier.signatures.job.Job;

/**
 * How many rule sets are tried.
 *
 * @param candidates rule sets in all, each with rules for every predictor
 * @param rules most of them in a set, per predictor
 * @param rounds in which the candidates are made; a later one learns from what the best still gets
 *     wrong
 * @param demos how the demos are bootstrapped that the rules stand beside
 */
public record RulesSettings(int candidates, int rules, int rounds, BootstrapSettings demos) {
    public static final RulesSettings DEFAULT =
            new RulesSettings(10, 10, 2, new BootstrapSettings(4, 8, 1, 0.5, Job.Role.TASK));

    /** Those of DSPy. */
    public static final RulesSettings ORIGINAL =
            new RulesSettings(10, 10, 1, new BootstrapSettings(4, 16, 1, 0.5, Job.Role.TASK));

    public RulesSettings {
        atLeastOne("candidates", candidates);
        atLeastOne("rules", rules);
        atLeastOne("rounds", rounds);
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
        }
    }
}
