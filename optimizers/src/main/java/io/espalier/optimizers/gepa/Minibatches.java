package io.espalier.optimizers.gepa;

import io.espalier.optimizers.Shuffled;
import io.espalier.signatures.data.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Slices of the shuffled training examples, one after the other; when all were seen, shuffled anew.
 * An epoch that does not divide evenly is filled up with the examples that came first in it, so all
 * slices have one size and no slice has an example twice. (The original fills up with the last.)
 */
final class Minibatches {
    private final List<Example> training;
    private final int size;
    private final RandomGenerator random;
    private List<Example> epoch = List.of();
    private int next;

    Minibatches(List<Example> training, int size, RandomGenerator random) {
        this.training = List.copyOf(training);
        this.size = size;
        this.random = random;
    }

    /** Slices until every example was seen. */
    int perEpoch() {
        return (training.size() + size - 1) / size;
    }

    /** All examples, as the data has them. */
    List<Example> all() {
        return training;
    }

    /** The next slice, without examples that the parent shows as demos: it would copy them. */
    List<Example> next(Set<Example> shown) {
        if (next >= epoch.size()) {
            epoch = shuffled();
            next = 0;
        }
        var slice = epoch.subList(next, next + size);
        next += size;
        var fresh = slice.stream().filter(example -> !shown.contains(example)).toList();
        return fresh.isEmpty() ? List.copyOf(slice) : fresh;
    }

    private List<Example> shuffled() {
        var once = Shuffled.of(training, random);
        var padded = new ArrayList<>(once);
        for (int i = 0; padded.size() % size != 0; i++) padded.add(once.get(i % once.size()));
        return padded;
    }
}
