package io.espalier.optimizers;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Independent streams of randomness from one seed, so that what one part of a search draws does not
 * depend on how much another part drew, nor on which came first. All are L64X128MixRandom, whose
 * definition does not change between Java releases.
 */
public record RandomStreams(long seed) {
    private static final RandomGeneratorFactory<RandomGenerator> ALGORITHM =
            RandomGeneratorFactory.of("L64X128MixRandom");

    /** The odd constant nearest to 2^64 over the golden ratio: neighbours get far seeds. */
    private static final long STEP = 0x9E3779B97F4A7C15L;

    /** The stream of a seed itself. */
    public static RandomGenerator of(long seed) {
        return ALGORITHM.create(seed);
    }

    /** Stream {@code index}; the same however often and in whatever order it is asked for. */
    public RandomGenerator stream(long index) {
        return of(seed + STEP * (index + 1));
    }
}
