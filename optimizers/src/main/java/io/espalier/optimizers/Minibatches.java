package io.espalier.optimizers;

import io.espalier.signatures.data.Example;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Examples in portions of one size, in a random order that is drawn anew when it is used up. No
 * example is seen again before all others were, and none is twice in one portion. Examples go by
 * identity, since a data set may hold equal ones.
 */
public final class Minibatches {
    private final List<Example> examples;
    private final int size;
    private final RandomGenerator random;
    private List<Example> waiting = List.of();

    /**
     * @param size wanted; all examples where there are fewer
     */
    public Minibatches(List<Example> examples, int size, RandomGenerator random) {
        this.examples = List.copyOf(examples);
        this.size = Math.min(size, examples.size());
        this.random = random;
    }

    /** Examples in each portion. */
    public int size() {
        return size;
    }

    /** The next portion. */
    public List<Example> next() {
        if (waiting.size() < size) refill();
        var batch = waiting.subList(0, size);
        waiting = waiting.subList(size, waiting.size());
        return List.copyOf(batch);
    }

    /** Those that still wait come first, and not again until the end of the new order. */
    private void refill() {
        var first = Collections.newSetFromMap(new IdentityHashMap<Example, Boolean>());
        first.addAll(waiting);
        var late = new ArrayList<Example>();
        var refilled = new ArrayList<>(waiting);
        for (var example : Shuffled.of(examples, random)) {
            (first.contains(example) ? late : refilled).add(example);
        }
        refilled.addAll(late);
        waiting = refilled;
    }
}
