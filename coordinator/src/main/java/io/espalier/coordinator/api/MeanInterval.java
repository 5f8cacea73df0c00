package io.espalier.coordinator.api;

import java.util.List;
import java.util.Optional;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * A mean and its 95 % interval, {@code mean ± half}, by Student's t: of differences between pairs,
 * whose spread over the examples is what decides.
 *
 * @param half NaN for a single value
 */
record MeanInterval(double mean, double half) {

    /** Nothing of no values. */
    static Optional<MeanInterval> of(List<Double> values) {
        int n = values.size();
        if (n == 0) return Optional.empty();
        double mean = values.stream().mapToDouble(v -> v).sum() / n;
        if (n == 1) return Optional.of(new MeanInterval(mean, Double.NaN));
        double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        double t = new TDistribution(n - 1).inverseCumulativeProbability(0.975);
        return Optional.of(new MeanInterval(mean, t * Math.sqrt(squares / (n - 1) / n)));
    }
}
