package io.espalier.optimizers.ensemble;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What choosing a vote gains over choosing the best state alone, on examples by which neither was
 * chosen: cross-fitting in {@value #FOLDS} folds. The vote that does best on the examples that it
 * was chosen by looks better than it is, the more so the more votes were compared; on the other
 * examples it does not.
 *
 * @param mean of the paired differences, in units of the score
 * @param error standard error of that mean
 */
record Gain(double mean, double error) {
    private static final int FOLDS = 5;

    /**
     * @param most members
     * @param order of the examples, from which every fifth makes a fold
     */
    static Gain of(Votes votes, int most, List<Integer> order) {
        var differences = new ArrayList<Double>();
        int folds = Math.min(FOLDS, order.size());
        for (int fold = 0; fold < folds; fold++) {
            var out = new ArrayList<Integer>();
            var in = new ArrayList<Integer>();
            for (int i = 0; i < order.size(); i++) {
                (i % folds == fold ? out : in).add(order.get(i));
            }
            var members = votes.choose(most, in);
            var single = List.of(votes.single(in));
            for (int example : out) {
                differences.add(votes.score(members, example) - votes.score(single, example));
            }
        }
        return of(differences);
    }

    private static Gain of(List<Double> differences) {
        int n = differences.size();
        double mean = differences.stream().mapToDouble(d -> d).sum() / n;
        double squares =
                IntStream.range(0, n)
                        .mapToDouble(i -> Math.pow(differences.get(i) - mean, 2))
                        .sum();
        return new Gain(mean, n < 2 ? 0 : Math.sqrt(squares / (n - 1) / n));
    }

    /** By more than one standard error: of no gain at all, about one in six looks like that. */
    boolean isReal() {
        return mean > 0 && mean > error;
    }
}
