package io.espalier.optimizers.sampler;

import io.espalier.optimizers.sampler.Observation.Complete;
import io.espalier.optimizers.sampler.Observation.Infeasible;
import io.espalier.optimizers.sampler.Observation.Pruned;
import io.espalier.optimizers.sampler.Observation.Running;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The history parted into good trials (below, as the paper has it for losses) and the rest.
 *
 * @param below at most {@link #size} of them, by age
 * @param above the others and those that still run, by age
 */
record Split(List<Observation> below, List<Observation> above) {
    private static final double SHARE = 0.1;
    private static final int MOST = 25;

    Split {
        below = List.copyOf(below);
        above = List.copyOf(above);
    }

    /** A tenth of the finished trials, rounded up, at most 25. */
    static int size(long finished) {
        return (int) Math.min(Math.ceil(SHARE * finished), MOST);
    }

    /**
     * Complete trials claim the places below first, best first; then pruned ones, those that came
     * farthest first; then infeasible ones, nearest to possible first. Age decides between equals.
     */
    static Split of(List<Observation> history) {
        var trials = new ArrayList<>(history);
        trials.removeIf(o -> !o.finished() && !(o.result() instanceof Running));
        trials.sort(Comparator.comparingLong(Observation::number));
        var ranked = new ArrayList<>(trials.stream().filter(Observation::finished).toList());
        ranked.sort(MERIT);
        var best = ranked.subList(0, Math.min(size(ranked.size()), ranked.size()));
        var below = new ArrayList<>(best);
        below.sort(Comparator.comparingLong(Observation::number));
        var above = new ArrayList<>(trials);
        above.removeIf(o -> below.stream().anyMatch(b -> b == o));
        return new Split(below, above);
    }

    private static final Comparator<Observation> MERIT =
            Comparator.<Observation>comparingInt(Split::rank)
                    .thenComparingDouble(Split::first)
                    .thenComparingDouble(Split::second);

    private static int rank(Observation o) {
        return switch (o.result()) {
            case Complete _ -> 0;
            case Pruned _ -> 1;
            case Infeasible _ -> 2;
            default ->
                    throw new IllegalArgumentException("trial " + o.number() + " is not finished");
        };
    }

    private static double first(Observation o) {
        return switch (o.result()) {
            case Complete(var value) -> -value;
            // A pruned trial without a report comes after all that have one.
            case Pruned(var step, _) -> step < 0 ? 1 : -(double) step;
            case Infeasible(var violation) -> violation;
            default -> 0;
        };
    }

    private static double second(Observation o) {
        return o.result() instanceof Pruned(var step, var value) && step >= 0
                ? Double.isNaN(value) ? Double.POSITIVE_INFINITY : -value
                : 0;
    }
}
