package io.espalier.optimizers.race;

import java.util.Arrays;

/**
 * A test of whether a challenger is worse than a reference on the same examples that may be looked
 * at after every example without losing its error rate.
 *
 * <p><b>Idea.</b> Bet against the challenger. Start with wealth 1; on each example stake a share λ
 * of it on the challenger scoring lower: wealth becomes wealth x (1 - λ d), with d the difference
 * of scores, challenger minus reference, in -1..1. If the challenger is at least as good, no
 * betting scheme is expected to win, and by Ville's inequality the wealth ever reaches 1/α with
 * probability at most α. So "worse" is said when it does, with an error rate of at most α <i>over
 * all looks together</i>: for examples in an order that does not depend on the differences. Several
 * λ are played side by side with equal shares of the first wealth, since the best one depends on
 * the size of the differences.
 *
 * <p><b>Power.</b> Right-or-wrong scores with 25 % of the examples lost and 5 % won need about 40
 * examples at α 0.05; a difference of one point in a hundred is, rightly, hardly ever called.
 *
 * <p><b>Source.</b> Waudby-Smith and Ramdas, 2024, "Estimating means of bounded random variables by
 * betting" (JRSS B, arXiv 2010.09686).
 */
public final class PairedTest {
    private static final double[] STAKES = {0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85};

    private final double[] logWealth = new double[STAKES.length];
    private int examples;

    /**
     * @param difference the challenger's score minus the reference's on one example, -1 to 1
     */
    public void add(double difference) {
        if (!(difference >= -1 && difference <= 1)) {
            throw new IllegalArgumentException("difference: " + difference + " (expected: -1..1)");
        }
        for (int i = 0; i < STAKES.length; i++) {
            logWealth[i] += Math.log1p(-STAKES[i] * difference);
        }
        examples++;
    }

    public int examples() {
        return examples;
    }

    /** How strongly the examples say "worse": the wealth, 1 at the start. */
    public double wealth() {
        double most = Arrays.stream(logWealth).max().orElseThrow();
        double sum = 0;
        for (double log : logWealth) sum += Math.exp(log - most);
        return Math.exp(most) * sum / logWealth.length;
    }

    /**
     * @param alpha largest chance of ever saying so of a challenger that is at least as good
     */
    public boolean worse(double alpha) {
        return wealth() >= 1 / alpha;
    }
}
