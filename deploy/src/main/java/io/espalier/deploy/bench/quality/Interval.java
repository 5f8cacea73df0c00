package io.espalier.deploy.bench.quality;

import java.util.List;
import java.util.Locale;

/**
 * A mean with its 95 % interval by Student's t: {@code mean ± half}.
 *
 * @param half NaN for fewer than two values
 */
record Interval(double mean, double half, int n) {
    /** 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom. */
    private static final double[] T = {
        12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010,
        2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860, 2.0796, 2.0739,
        2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423
    };

    private static final double NORMAL = 1.959964;

    /** Of values that are independent of each other; NaN for none. */
    static Interval of(List<Double> values) {
        int n = values.size();
        double mean = values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
        if (n < 2) return new Interval(mean, Double.NaN, n);
        double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return new Interval(mean, t(n - 1) * Math.sqrt(squares / (n - 1) / n), n);
    }

    /** Beyond the table by the first terms of the Cornish-Fisher expansion; right to 1e-4. */
    static double t(int degrees) {
        if (degrees <= T.length) return T[degrees - 1];
        double z = NORMAL;
        double cubed = z * z * z;
        return z
                + (cubed + z) / (4 * degrees)
                + (5 * cubed * z * z + 16 * cubed + 3 * z) / (96.0 * degrees * degrees);
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
