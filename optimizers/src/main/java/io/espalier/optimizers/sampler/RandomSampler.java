package io.espalier.optimizers.sampler;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Draws uniformly on every parameter's scale. The yardstick for all others. */
public record RandomSampler() implements Sampler {
    @Override
    public Optional<Assignment> suggest(
            Space space, List<Observation> history, RandomGenerator random) {
        return new Seen(space, history).anyUnseen(random);
    }
}
