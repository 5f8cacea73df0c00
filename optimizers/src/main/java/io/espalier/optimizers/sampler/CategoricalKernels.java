package io.espalier.optimizers.sampler;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Kernels over choices: the observed choice has weight 1 + 1/(m+1), each other 1/(m+1), for m
 * observations; the prior is uniform.
 *
 * @param rows [observations + 1, choices], each sums to 1
 */
record CategoricalKernels(double[][] rows) implements Kernels {

    static CategoricalKernels around(double[] observations, int choices) {
        int m = observations.length;
        var rows = new double[m + 1][choices];
        for (int i = 0; i <= m; i++) {
            Arrays.fill(rows[i], 1.0 / (m + 1));
            if (i < m) rows[i][(int) observations[i]] += 1;
            double sum = Arrays.stream(rows[i]).sum();
            for (int c = 0; c < choices; c++) rows[i][c] /= sum;
        }
        return new CategoricalKernels(rows);
    }

    @Override
    public double[] logs(double value) {
        var logs = new double[rows.length];
        for (int i = 0; i < rows.length; i++) logs[i] = Math.log(rows[i][(int) value]);
        return logs;
    }

    @Override
    public double sample(int kernel, RandomGenerator random) {
        return Parzen.draw(rows[kernel], random);
    }
}
