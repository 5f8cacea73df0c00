package io.espalier.optimizers.sampler;

import java.util.random.RandomGenerator;

/**
 * One small distribution over a single parameter around each observation, and a last one, the
 * prior, over everything.
 */
sealed interface Kernels permits CategoricalKernels, NumericKernels {

    static Kernels around(double[] observations, Dimension dimension) {
        return switch (dimension) {
            case Dimension.Categorical choice ->
                    CategoricalKernels.around(observations, choice.choices().size());
            case Dimension.Numeric numeric -> NumericKernels.around(observations, numeric);
        };
    }

    /** The log-probability, or log-density, of a value under every kernel. */
    double[] logs(double value);

    double sample(int kernel, RandomGenerator random);
}
