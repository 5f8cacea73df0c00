package io.espalier.deploy.bench.quality;

import java.util.List;
import java.util.Locale;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * A mean with its 95 % interval by Student's t: {@code mean ± half}.
 *
 * @param half NaN for fewer than two values
 */
record Interval(double mean, double half, int n) {
    /** Of values that are independent of each other; NaN for none. */
    static Interval of(List<Double> values) {
        int n = values.size();
        double mean = values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
        if (n < 2) return new Interval(mean, Double.NaN, n);
        double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        var t = new TDistribution(n - 1).inverseCumulativeProbability(0.975);
        return new Interval(mean, t * Math.sqrt(squares / (n - 1) / n), n);
    }

    boolean isEmpty() {
        return n == 0;
    }

    /** {@code 77.3 ± 2.1}, without an interval where one value has none. */
    String text(int decimals) {
        return text("%." + decimals + "f", decimals);
    }

    /** With its sign. */
    String signed(int decimals) {
        return text("%+." + decimals + "f", decimals);
    }

    private String text(String format, int decimals) {
        if (isEmpty()) return "-";
        var text = String.format(Locale.ROOT, format, mean);
        return Double.isNaN(half)
                ? text
                : text + " ± " + String.format(Locale.ROOT, "%." + decimals + "f", half);
    }
}
