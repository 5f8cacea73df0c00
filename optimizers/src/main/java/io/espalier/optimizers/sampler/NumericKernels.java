package io.espalier.optimizers.sampler;

import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Normal kernels on a dimension's scale, cut off at its ends. Where values have steps, a value's
 * probability is the mass of the step around it.
 *
 * @param mus observations on the scale, then the middle
 * @param sigmas each the larger gap to a neighbour, so that sparse regions stay open; the prior's
 *     is the whole width
 * @param logMasses of each normal between the ends
 */
record NumericKernels(
        Dimension.Numeric dimension, double[] mus, double[] sigmas, double[] logMasses)
        implements Kernels {
    private static final double MOST_KERNELS = 100;

    static NumericKernels around(double[] observations, Dimension.Numeric dimension) {
        int m = observations.length;
        double low = dimension.from();
        double high = dimension.to();
        var mus = new double[m + 1];
        for (int i = 0; i < m; i++) mus[i] = dimension.scaled(observations[i]);
        mus[m] = 0.5 * (low + high);
        var sigmas = Arrays.copyOf(gaps(Arrays.copyOf(mus, m), low, high), m + 1);
        double narrowest = (high - low) / Math.min(MOST_KERNELS, m + 2);
        for (int i = 0; i < m; i++) sigmas[i] = Math.clamp(sigmas[i], narrowest, high - low);
        sigmas[m] = high - low;
        var masses = new double[m + 1];
        for (int i = 0; i <= m; i++) {
            masses[i] = Normal.logMass((low - mus[i]) / sigmas[i], (high - mus[i]) / sigmas[i]);
        }
        return new NumericKernels(dimension, mus, sigmas, masses);
    }

    /**
     * The larger gap of each point to its neighbours, the ends being neighbours too; but the first
     * and last of several points only look inward.
     */
    private static double[] gaps(double[] points, double low, double high) {
        int m = points.length;
        var order =
                IntStream.range(0, m)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> points[i]))
                        .mapToInt(i -> i)
                        .toArray();
        var gaps = new double[m];
        for (int k = 0; k < m; k++) {
            double here = points[order[k]];
            double left = here - (k == 0 ? low : points[order[k - 1]]);
            double right = (k == m - 1 ? high : points[order[k + 1]]) - here;
            if (m > 1 && k == 0) gaps[order[k]] = right;
            else if (m > 1 && k == m - 1) gaps[order[k]] = left;
            else gaps[order[k]] = Math.max(left, right);
        }
        return gaps;
    }

    @Override
    public double[] logs(double value) {
        double step = dimension.spacing();
        double at = dimension.scaled(value);
        double left = dimension.scaled(value - step / 2);
        double right = dimension.scaled(value + step / 2);
        var logs = new double[mus.length];
        for (int i = 0; i < mus.length; i++) {
            double log =
                    step == 0
                            ? Normal.logDensity((at - mus[i]) / sigmas[i]) - Math.log(sigmas[i])
                            : Normal.logMass(
                                    (left - mus[i]) / sigmas[i], (right - mus[i]) / sigmas[i]);
            logs[i] = log - logMasses[i];
        }
        return logs;
    }

    @Override
    public double sample(int kernel, RandomGenerator random) {
        double mu = mus[kernel];
        double sigma = sigmas[kernel];
        double drawn =
                Normal.between(
                        (dimension.from() - mu) / sigma,
                        (dimension.to() - mu) / sigma,
                        random.nextDouble());
        return dimension.legal(mu + sigma * drawn);
    }
}
