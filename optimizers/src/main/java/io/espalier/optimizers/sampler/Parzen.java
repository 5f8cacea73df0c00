package io.espalier.optimizers.sampler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A density over some parameters at once, from observations of all of them: a mixture with one
 * component per observation and one prior, each component the product of its kernels.
 *
 * @param weights of the components, summing to 1; the prior's is last
 * @param kernels in the order of {@code names}
 */
record Parzen(List<String> names, double[] weights, List<Kernels> kernels) {
    private static final int FULL = 25;

    /** Trials that lack one of the names say nothing here. */
    static Parzen of(Space space, List<String> names, List<Observation> trials) {
        var whole =
                trials.stream()
                        .map(Observation::assignment)
                        .filter(a -> names.stream().allMatch(a::has))
                        .toList();
        var kernels = new ArrayList<Kernels>();
        for (var name : names) {
            var observations = whole.stream().mapToDouble(a -> a.real(name)).toArray();
            kernels.add(Kernels.around(observations, space.of(name)));
        }
        return new Parzen(List.copyOf(names), weights(whole.size()), kernels);
    }

    /**
     * The youngest 25 count fully, older ones less and less on a straight line down to 1/m; the
     * prior counts as one.
     */
    static double[] weights(int m) {
        var weights = new double[m + 1];
        Arrays.fill(weights, 1);
        int ramp = m - FULL;
        for (int i = 0; i < ramp; i++) {
            weights[i] = ramp == 1 ? 1.0 / m : 1.0 / m + i * (1 - 1.0 / m) / (ramp - 1);
        }
        double sum = Arrays.stream(weights).sum();
        for (int i = 0; i <= m; i++) weights[i] /= sum;
        return weights;
    }

    /** A value for each name, all from the same component. */
    Map<String, Double> sample(RandomGenerator random) {
        int component = draw(weights, random);
        var values = new LinkedHashMap<String, Double>();
        for (int d = 0; d < names.size(); d++) {
            values.put(names.get(d), kernels.get(d).sample(component, random));
        }
        return values;
    }

    double logDensity(Map<String, Double> values) {
        var logs = new double[weights.length];
        for (int k = 0; k < logs.length; k++) logs[k] = Math.log(weights[k]);
        for (int d = 0; d < names.size(); d++) {
            var value = values.getOrDefault(names.get(d), Double.NaN);
            var of = kernels.get(d).logs(value);
            for (int k = 0; k < logs.length; k++) logs[k] += of[k];
        }
        double top = Arrays.stream(logs).max().orElseThrow();
        if (top == Double.NEGATIVE_INFINITY) return top;
        return top + Math.log(Arrays.stream(logs).map(log -> Math.exp(log - top)).sum());
    }

    /** An index with the probability that stands there. */
    static int draw(double[] probabilities, RandomGenerator random) {
        double left = random.nextDouble();
        for (int i = 0; i < probabilities.length - 1; i++) {
            left -= probabilities[i];
            if (left < 0) return i;
        }
        return probabilities.length - 1;
    }
}
