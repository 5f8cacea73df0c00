package io.espalier.optimizers.sampler;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The configurations of a history, to keep away from. */
final class Seen {
    private static final int DRAWS = 64;

    private final Space space;
    private final Set<Assignment> whole = new HashSet<>();
    private final List<Assignment> partial = new ArrayList<>();

    Seen(Space space, List<Observation> history) {
        this.space = space;
        for (var observation : history) {
            var assignment = observation.assignment();
            if (assignment.values().size() >= space.dimensions().size()) whole.add(assignment);
            else partial.add(assignment);
        }
    }

    /** A tried one may lack parameters that were not in force: then their values do not matter. */
    boolean contains(Assignment assignment) {
        if (whole.contains(assignment)) return true;
        var entries = assignment.values().entrySet();
        return partial.stream().anyMatch(tried -> entries.containsAll(tried.values().entrySet()));
    }

    /** Every configuration left of a finite space, in its order. */
    Stream<Assignment> unseen() {
        return LongStream.range(0, space.size()).mapToObj(space::at).filter(a -> !contains(a));
    }

    /** One of those left, about uniformly; empty when there is none. */
    Optional<Assignment> anyUnseen(RandomGenerator random) {
        for (int i = 0; i < DRAWS; i++) {
            var drawn = space.uniform(random);
            if (!contains(drawn)) return Optional.of(drawn);
        }
        if (!space.finite()) return Optional.empty();
        // Nearly all of it is seen: the next free one after a random place.
        long size = space.size();
        long start = random.nextLong(size);
        return LongStream.range(0, size)
                .mapToObj(i -> space.at((start + i) % size))
                .filter(a -> !contains(a))
                .findFirst();
    }
}
