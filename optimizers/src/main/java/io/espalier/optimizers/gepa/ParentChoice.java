package io.espalier.optimizers.gepa;

import java.util.random.RandomGenerator;

/** Which candidate is mutated next. */
public enum ParentChoice {
    /** Drawn from the Pareto front, with odds by the number of instances that it is best on. */
    PARETO,
    /** The one with the highest mean validation score. */
    CURRENT_BEST,
    /** Mostly the best one; with a chance of one in ten any. */
    EPSILON_GREEDY,
    /** Like {@link #PARETO}, among the five with the highest mean validation scores. */
    TOP_K_PARETO;

    private static final double EPSILON = 0.1;
    private static final int TOP_K = 5;

    Member choose(Pool pool, RandomGenerator random) {
        return switch (this) {
            case PARETO -> pool.sampleFront(pool.size(), random);
            case CURRENT_BEST -> pool.best();
            case EPSILON_GREEDY ->
                    random.nextDouble() < EPSILON
                            ? pool.get(random.nextInt(pool.size()))
                            : pool.best();
            case TOP_K_PARETO -> pool.sampleFront(TOP_K, random);
        };
    }
}
