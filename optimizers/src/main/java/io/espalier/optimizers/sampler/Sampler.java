package io.espalier.optimizers.sampler;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Says which configuration to try next. Keeps no state: all it knows is what it is told. */
public interface Sampler {

    /**
     * @param history in any order; trials that still run are part of it
     * @param random all the randomness there is, drawn in a fixed order
     * @return a configuration that is not in the history; empty when there is none left
     */
    Optional<Assignment> suggest(Space space, List<Observation> history, RandomGenerator random);
}
