package io.espalier.optimizers.sampler;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * How much likelier a value is among the good trials than among the others: log l(x) - log g(x),
 * for some parameters taken together.
 */
record Ratio(Parzen below, Parzen above) {
    static Ratio of(Space space, List<String> names, Split split) {
        return new Ratio(
                Parzen.of(space, names, split.below()), Parzen.of(space, names, split.above()));
    }

    double at(Map<String, Double> values) {
        return below.logDensity(values) - above.logDensity(values);
    }

    Map<String, Double> sample(RandomGenerator random) {
        return below.sample(random);
    }
}
