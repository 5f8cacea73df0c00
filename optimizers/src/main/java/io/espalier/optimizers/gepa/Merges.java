package io.espalier.optimizers.gepa;

import io.espalier.optimizers.Shuffled;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Joins what two lineages learned apart. Of two candidates of the front with a common ancestor, the
 * child takes each component from the one that changed it; where both did, from the better one. A
 * merge is due after a round that found a candidate, and no more are ever due than may still be
 * tried.
 */
final class Merges {
    /** Looks for a pair, and draws per look. */
    private static final int LOOKS = 10;

    private static final int DRAWS = 10;

    /** Validation examples that a child is tried on first. */
    private static final int SAMPLE = 5;

    private final Pool pool;
    private final List<Component> components;
    private final GepaSettings settings;
    private final RandomGenerator random;
    private final Set<List<Integer>> triplets = new HashSet<>();
    private final Set<List<Integer>> built = new HashSet<>();
    private int due;
    private int tested;
    private boolean found;

    Merges(Pool pool, List<Component> components, GepaSettings settings, RandomGenerator random) {
        this.pool = pool;
        this.components = List.copyOf(components);
        this.settings = settings;
        this.random = random;
    }

    /** A child of two, before its evaluation. */
    record Merge(Member one, Member other, Member ancestor, ProgramState state) {
        Member better() {
            return other.mean() > one.mean() ? other : one;
        }
    }

    /** A mutation was accepted: the next round may merge. */
    void found() {
        int most = settings.selecting().merges();
        found = true;
        // The original lets what is due grow on, past what may ever be tested.
        if (tested < most && (settings.dspy() || due < most - tested)) due++;
    }

    int due() {
        return due;
    }

    /** A merge if one is due, and there is a pair that was not merged before. */
    Optional<Merge> next() {
        var now = found && due > 0;
        found = false;
        return now ? search() : Optional.empty();
    }

    /** Where the original counts the accepted ones only, here every tried one counts. */
    void tried(boolean accepted) {
        if (!accepted && settings.dspy()) return;
        due--;
        tested++;
    }

    private Optional<Merge> search() {
        var front = pool.front();
        if (front.size() < 2) return Optional.empty();
        for (int look = 0; look < LOOKS; look++) {
            var merge = pair(front).flatMap(this::child);
            if (merge.isPresent()) return merge;
        }
        return Optional.empty();
    }

    private record Triplet(Member one, Member other, Member ancestor) {
        List<Integer> indices() {
            return List.of(one.index(), other.index(), ancestor.index());
        }
    }

    private Optional<Triplet> pair(List<Member> front) {
        for (int draw = 0; draw < DRAWS; draw++) {
            var two = Shuffled.sample(front, 2, random);
            var ordered = two.getFirst().index() < two.getLast().index();
            var one = ordered ? two.getFirst() : two.getLast();
            var other = ordered ? two.getLast() : two.getFirst();
            if (other.descendsFrom(one)) continue;
            var ancestors = ancestors(one, other);
            if (!ancestors.isEmpty()) {
                return Optional.of(new Triplet(one, other, drawn(ancestors)));
            }
        }
        return Optional.empty();
    }

    /** Common ancestors that neither is worse than, and from which only one changed something. */
    private List<Member> ancestors(Member one, Member other) {
        var common = new ArrayList<Member>();
        var others = pool.ancestors(other);
        for (var ancestor : pool.ancestors(one)) {
            if (others.contains(ancestor)
                    && !triplets.contains(new Triplet(one, other, ancestor).indices())
                    && ancestor.mean() <= Math.min(one.mean(), other.mean())
                    && complementary(one, other, ancestor)) {
                common.add(ancestor);
            }
        }
        common.sort((a, b) -> Integer.compare(a.index(), b.index()));
        return common;
    }

    private boolean complementary(Member one, Member other, Member ancestor) {
        return components.stream()
                .anyMatch(c -> {
                    var before = c.value(ancestor.state());
                    var first = c.value(one.state());
                    var second = c.value(other.state());
                    return !first.equals(second) && (before.equals(first) || before.equals(second));
                });
    }

    /** With odds by mean score; even odds where all of them are zero. */
    private Member drawn(List<Member> ancestors) {
        double sum = ancestors.stream().mapToDouble(Member::mean).sum();
        if (sum <= 0) return ancestors.get(random.nextInt(ancestors.size()));
        double ticket = random.nextDouble() * sum;
        for (var ancestor : ancestors) {
            ticket -= ancestor.mean();
            if (ticket < 0) return ancestor;
        }
        return ancestors.getLast();
    }

    private Optional<Merge> child(Triplet triplet) {
        var one = triplet.one();
        var other = triplet.other();
        var state = triplet.ancestor().state();
        var description = new ArrayList<Integer>(List.of(one.index(), other.index()));
        for (var component : components) {
            var source = source(component, triplet);
            state = component.copy(source.state(), state);
            description.add(source.index());
        }
        if (built.contains(description)) return Optional.empty();
        built.add(description);
        triplets.add(triplet.indices());
        // Equal to a known candidate, it would be scored without need.
        if (!settings.dspy() && pool.contains(state)) return Optional.empty();
        return Optional.of(new Merge(one, other, triplet.ancestor(), state));
    }

    private Member source(Component component, Triplet triplet) {
        var one = triplet.one();
        var other = triplet.other();
        var before = component.value(triplet.ancestor().state());
        var first = component.value(one.state());
        var second = component.value(other.state());
        if (first.equals(second)) return one;
        if (before.equals(first)) return other;
        if (before.equals(second)) return one;
        if (one.mean() == other.mean()) return random.nextBoolean() ? one : other;
        return one.mean() > other.mean() ? one : other;
    }

    /**
     * Places of the validation examples that the child is tried on first: up to two that the one
     * does better, two that the other does, and of equals; then any.
     */
    List<Integer> sample(Merge merge) {
        var first = merge.one().validation().outcomes();
        var second = merge.other().validation().outcomes();
        var buckets =
                List.of(
                        new ArrayList<Integer>(),
                        new ArrayList<Integer>(),
                        new ArrayList<Integer>());
        for (int i = 0; i < first.size(); i++) {
            int order = Double.compare(first.get(i).value(), second.get(i).value());
            buckets.get(order > 0 ? 0 : order < 0 ? 1 : 2).add(i);
        }
        int most = Math.min(SAMPLE, first.size());
        var chosen = new ArrayList<Integer>();
        for (var bucket : buckets) {
            int take = Math.min(Math.min(2, bucket.size()), most - chosen.size());
            chosen.addAll(Shuffled.sample(bucket, take, random));
        }
        var rest = new ArrayList<Integer>();
        for (int i = 0; i < first.size(); i++) if (!chosen.contains(i)) rest.add(i);
        chosen.addAll(Shuffled.sample(rest, most - chosen.size(), random));
        return chosen;
    }
}
