package io.espalier.optimizers;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Orders and samples drawn from a generator: Fisher-Yates, written out so that it never changes.
 */
public final class Shuffled {
    private Shuffled() {}

    public static <T> List<T> of(List<T> items, RandomGenerator random) {
        return sample(items, items.size(), random);
    }

    /** {@code count} of the items without repetition, in the order drawn. */
    public static <T> List<T> sample(List<T> items, int count, RandomGenerator random) {
        var pool = new ArrayList<>(items);
        for (int i = 0; i < count; i++) {
            int j = i + random.nextInt(pool.size() - i);
            var drawn = pool.get(j);
            pool.set(j, pool.get(i));
            pool.set(i, drawn);
        }
        return List.copyOf(pool.subList(0, count));
    }
}
