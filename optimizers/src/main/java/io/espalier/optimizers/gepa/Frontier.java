package io.espalier.optimizers.gepa;

import io.espalier.optimizers.Evaluation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * For every instance (or objective, or both) the highest score that any candidate reached, and who
 * reached it. A candidate that is best nowhere is no parent; one that is best somewhere may be,
 * however low its mean is, for what it knows there.
 */
final class Frontier {
    /** A metric without parts has one: its value. */
    private static final String WHOLE = "score";

    /** One competition; an empty name where it is not about one example, or one objective. */
    private record Key(String example, String objective) {}

    private final FrontierKind kind;
    private final Map<Key, Double> best = new LinkedHashMap<>();
    private final Map<Key, Set<Integer>> holders = new LinkedHashMap<>();

    Frontier(FrontierKind kind) {
        this.kind = kind;
    }

    void add(int candidate, Evaluation validation) {
        scores(validation).forEach((key, score) -> enter(candidate, key, score));
    }

    /** A higher score replaces the holders, an equal one joins them. */
    private void enter(int candidate, Key key, double score) {
        var leading = best.get(key);
        if (leading != null && score < leading) return;
        if (leading == null || score > leading) {
            best.put(key, score);
            holders.put(key, new TreeSet<>());
        }
        holders.computeIfAbsent(key, k -> new TreeSet<>()).add(candidate);
    }

    private Map<Key, Double> scores(Evaluation validation) {
        var scores = new LinkedHashMap<Key, Double>();
        var sums = new LinkedHashMap<String, Double>();
        int judged = 0;
        for (int i = 0; i < validation.examples().size(); i++) {
            var score = validation.outcomes().get(i).score();
            if (score == null) continue;
            judged++;
            // The place keeps apart two rows that are equal.
            var example = i + "/" + validation.examples().get(i).id();
            Map<String, Double> parts =
                    score.parts().isEmpty() ? Map.of(WHOLE, score.value()) : score.parts();
            if (kind == FrontierKind.INSTANCE || kind == FrontierKind.HYBRID) {
                scores.put(new Key(example, ""), score.value());
            }
            if (kind == FrontierKind.CARTESIAN) {
                parts.forEach((name, value) -> scores.put(new Key(example, name), value));
            }
            parts.forEach((name, value) -> sums.merge(name, value, Double::sum));
        }
        if (kind == FrontierKind.OBJECTIVE || kind == FrontierKind.HYBRID) {
            int count = judged;
            sums.forEach((name, sum) -> scores.put(new Key("", name), sum / count));
        }
        return scores;
    }

    /**
     * The candidates that are left when, from the lowest mean upwards, each one goes that is not
     * alone anywhere: wherever it is best, somebody is as good who stays.
     */
    Set<Integer> survivors(Set<Integer> among, List<Double> means) {
        var sets = holders(among);
        var left = new LinkedHashSet<Integer>();
        sets.forEach(left::addAll);
        var ascending = new ArrayList<>(left);
        ascending.sort(Comparator.comparingDouble(means::get));
        for (boolean removed = true; removed; ) {
            removed = false;
            for (int candidate : ascending) {
                if (!left.contains(candidate) || !dispensable(candidate, sets, left)) continue;
                left.remove(candidate);
                removed = true;
                break;
            }
        }
        return left;
    }

    private static boolean dispensable(int candidate, List<Set<Integer>> sets, Set<Integer> left) {
        for (var set : sets) {
            if (!set.contains(candidate)) continue;
            if (set.stream().noneMatch(other -> other != candidate && left.contains(other))) {
                return false;
            }
        }
        return true;
    }

    /**
     * A survivor, with odds by the number of competitions that it leads.
     *
     * @return empty when none of {@code among} leads anywhere
     */
    OptionalInt sample(Set<Integer> among, List<Double> means, RandomGenerator random) {
        var left = survivors(among, means);
        var tickets = new ArrayList<Integer>();
        for (var set : holders(among)) {
            set.stream().filter(left::contains).forEach(tickets::add);
        }
        return tickets.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(tickets.get(random.nextInt(tickets.size())));
    }

    private List<Set<Integer>> holders(Set<Integer> among) {
        var sets = new ArrayList<Set<Integer>>();
        for (var set : holders.values()) {
            var kept = new TreeSet<>(set);
            kept.retainAll(new HashSet<>(among));
            if (!kept.isEmpty()) sets.add(kept);
        }
        return sets;
    }
}
