package io.espalier.optimizers.race;

import io.espalier.signatures.data.Example;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;

/**
 * Orders examples by what they can tell: those first on which the candidates so far disagree, since
 * an example that all get right, or all get wrong, does not change who leads. The measure is the
 * variance of their scores, shrunk towards the mean of all examples where few candidates were
 * scored; examples without any come between.
 *
 * <p>The order depends on earlier candidates only, never on those that are about to be compared. A
 * {@link PairedTest} stays valid for a new candidate as far as its differences do not depend on
 * that disagreement; where they do, it answers for the informative examples first.
 */
public final class Informative {
    /** A prior of so many candidates with the mean variance. */
    private static final double PRIOR = 2;

    private Informative() {}

    /**
     * @param scores of the candidates so far on an example, any number of them
     * @return the examples, most informative first; equals in their order
     */
    public static List<Example> first(
            List<Example> examples, Function<Example, List<Double>> scores) {
        var spread = new HashMap<Example, Double>();
        double sum = 0;
        long known = 0;
        for (var example : examples) {
            var values = scores.apply(example);
            if (values.size() < 2) continue;
            sum += variance(values);
            known++;
        }
        double usual = known == 0 ? 0 : sum / known;
        for (var example : examples) {
            var values = scores.apply(example);
            double own = values.size() < 2 ? 0 : variance(values) * values.size();
            int count = values.size() < 2 ? 0 : values.size();
            spread.put(example, (own + PRIOR * usual) / (count + PRIOR));
        }
        var order = new ArrayList<>(examples);
        order.sort(Comparator.comparingDouble((Example e) -> -spread.getOrDefault(e, usual)));
        return order;
    }

    private static double variance(List<Double> values) {
        double mean = values.stream().mapToDouble(v -> v).average().orElse(0);
        return values.stream().mapToDouble(v -> (v - mean) * (v - mean)).average().orElse(0);
    }
}
