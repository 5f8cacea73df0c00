package io.espalier.optimizers.race;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What programs are worth that were not scored on the same examples.
 *
 * <p><b>Idea.</b> The mean of a program says as much about its examples as about the program: who
 * was scored on an easy batch looks good. So each score is taken apart into what the example gives
 * everybody and what the program adds, by least squares over all scores at once; the latter is its
 * merit. Programs meet on the examples that they share, and by way of third ones that share
 * examples with both. A merit that rests on few scores is drawn towards that of the program it was
 * made from, as if four more examples had said just that: so a lucky start does not lead.
 *
 * <p><b>Source.</b> The additive two-way layout with unequal cell counts (Yates, 1934, "The
 * analysis of multiple classifications with unequal numbers in the different classes"), with a
 * ridge (Hoerl and Kennard, 1970) towards the parent.
 */
final class Merits {
    /** Scores that the prior weighs. */
    private static final int TRUST = 4;

    /** Alternations between the two sides; each one closes most of the rest. */
    private static final int SWEEPS = 30;

    private record Result(int program, int example, double score) {}

    private final List<Integer> parents = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();
    private final Map<Object, Integer> examples = new IdentityHashMap<>();

    /**
     * Adds a program.
     *
     * @param parent number of the program it was made from; -1 for none
     * @return its number, from 0 on
     */
    int program(int parent) {
        if (parent >= parents.size()) {
            throw new IllegalArgumentException(
                    "parent: " + parent + " (expected: an earlier program, or -1)");
        }
        parents.add(parent);
        return parents.size() - 1;
    }

    /**
     * @param example by identity
     * @param score 0 to 1
     */
    void score(int program, Object example, double score) {
        int number = examples.computeIfAbsent(example, e -> examples.size());
        results.add(new Result(program, number, score));
    }

    /**
     * The programs' merits, by number, in units of the score. Only their differences mean
     * something.
     */
    double[] fit() {
        var merits = new double[parents.size()];
        var ease = new double[examples.size()];
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            fitEase(ease, merits);
            fitMerits(merits, ease);
        }
        return merits;
    }

    /** What a program of no merit scores on average over the examples. */
    double ease(double[] merits) {
        var ease = new double[examples.size()];
        fitEase(ease, merits);
        return Arrays.stream(ease).average().orElse(0);
    }

    private void fitEase(double[] ease, double[] merits) {
        var sums = new double[ease.length];
        var counts = new int[ease.length];
        for (var result : results) {
            sums[result.example] += result.score - merits[result.program];
            counts[result.example]++;
        }
        for (int e = 0; e < ease.length; e++) ease[e] = sums[e] / counts[e];
    }

    private void fitMerits(double[] merits, double[] ease) {
        var sums = new double[merits.length];
        var counts = new int[merits.length];
        for (var result : results) {
            sums[result.program] += result.score - ease[result.example];
            counts[result.program]++;
        }
        for (int p = 0; p < merits.length; p++) {
            int parent = parents.get(p);
            double prior = parent < 0 ? 0 : merits[parent];
            merits[p] = (sums[p] + TRUST * prior) / (counts[p] + TRUST);
        }
    }
}
