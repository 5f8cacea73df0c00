package io.espalier.optimizers.sampler;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The tree-structured Parzen estimator (Bergstra, Bardenet, Bengio and Kegl, 2011), with the
 * kernels of Optuna 5.
 *
 * <p>Idea: do not model how good a configuration is, but where good ones lie (density l) and where
 * the others lie (density g); then try what is much likelier under l than under g. That ratio grows
 * with the expected improvement.
 *
 * <p>Steps of a suggestion:
 *
 * <ol>
 *   <li>With fewer than {@code startup} finished trials: draw uniformly.
 *   <li>{@link Split} the history: a tenth of it, at most 25, is good. Running trials join the
 *       others, so that trials side by side keep away from each other.
 *   <li>Lay a {@link Parzen} density over each part, all parameters together (multivariate) or each
 *       alone (univariate).
 *   <li>Draw {@code candidates} configurations from l, and take the one with the largest ratio.
 * </ol>
 *
 * <p>What was tried is not suggested again. When all draws are known, a finite space of at most
 * 4,096 configurations is searched for the unseen one with the largest ratio; a larger one gives a
 * random unseen one.
 *
 * <p>{@link Form#AUTO} is the default: univariate until five trials per parameter are done, for a
 * joint density over few trials mostly repeats the best of them; then {@link LeaveOneOut} chooses.
 * On recorded sweeps of hyperparameters neither form won everywhere.
 *
 * <p>Cost of a suggestion: about candidates x trials x parameters kernel values, and up to 60 times
 * that for the choice of form.
 *
 * @param startup finished trials before the densities are used; default 10
 * @param candidates draws from l per suggestion; default 24
 * @param repeats whether what was tried may be suggested again, as Optuna does; default false
 */
public record Tpe(int startup, int candidates, Form form, boolean repeats) implements Sampler {
    public static final Tpe DEFAULT = new Tpe(10, 24, Form.AUTO, false);

    /** Largest space that is searched in full when all draws are known. */
    private static final long SEARCHED = 4096;

    private static final int TRIALS_PER_PARAMETER = 5;

    /** Whether parameters are taken together. */
    public enum Form {
        UNIVARIATE,
        MULTIVARIATE,
        AUTO
    }

    public Tpe {
        if (startup < 0) throw new IllegalArgumentException("startup: " + startup);
        if (candidates < 1) throw new IllegalArgumentException("candidates: " + candidates);
    }

    @Override
    public Optional<Assignment> suggest(
            Space space, List<Observation> history, RandomGenerator random) {
        var seen = new Seen(space, repeats ? List.of() : history);
        long finished = history.stream().filter(Observation::finished).count();
        var names = space.names().stream().filter(name -> space.of(name).size() > 1).toList();
        if (finished < startup || names.isEmpty()) return seen.anyUnseen(random);
        var split = Split.of(history);
        var groups = groups(space, names, history);
        var ratios = groups.stream().map(group -> Ratio.of(space, group, split)).toList();
        return best(space, ratios, seen, random)
                .or(() -> bestOfAll(space, ratios, seen))
                .or(() -> seen.anyUnseen(random));
    }

    /** Which parameters are taken together. */
    private List<List<String>> groups(Space space, List<String> names, List<Observation> history) {
        var together = List.of(names);
        var apart = names.stream().map(List::of).toList();
        return switch (form) {
            case MULTIVARIATE -> together;
            case UNIVARIATE -> apart;
            case AUTO -> {
                long finished = history.stream().filter(Observation::finished).count();
                var few = finished < (long) TRIALS_PER_PARAMETER * names.size();
                yield few || !LeaveOneOut.favours(space, together, apart, history)
                        ? apart
                        : together;
            }
        };
    }

    /**
     * The best unseen of some draws. Parameters that are taken apart also compete apart: the best
     * draw of each, then the next best ones for as long as their combination is known.
     */
    private Optional<Assignment> best(
            Space space, List<Ratio> ratios, Seen seen, RandomGenerator random) {
        var ranked = new ArrayList<List<Map<String, Double>>>();
        for (var ratio : ratios) {
            var scores = new HashMap<Map<String, Double>, Double>();
            var drawn = new ArrayList<Map<String, Double>>();
            for (int i = 0; i < candidates; i++) {
                var values = ratio.sample(random);
                if (scores.putIfAbsent(values, 0.0) == null) drawn.add(values);
            }
            for (var values : drawn) scores.put(values, ratio.at(values));
            // A stable sort: of equals the first drawn stays first.
            drawn.sort(Comparator.comparingDouble(values -> -scores.getOrDefault(values, 0.0)));
            ranked.add(drawn);
        }
        int deepest = ranked.stream().mapToInt(List::size).max().orElse(0);
        for (int depth = 0; depth < deepest; depth++) {
            for (int moved = 0; moved < ranked.size(); moved++) {
                if (depth >= ranked.get(moved).size()) continue;
                var parts = new ArrayList<Map<String, Double>>();
                for (int r = 0; r < ranked.size(); r++) {
                    parts.add(ranked.get(r).get(r == moved ? depth : 0));
                }
                var assignment = assignment(space, parts);
                if (!seen.contains(assignment)) return Optional.of(assignment);
                if (depth == 0) break; // the same combination whichever part is moved by nothing
            }
        }
        return Optional.empty();
    }

    private static Optional<Assignment> bestOfAll(Space space, List<Ratio> ratios, Seen seen) {
        if (space.size() > SEARCHED) return Optional.empty();
        return seen.unseen()
                .max(
                        Comparator.comparingDouble(
                                a -> ratios.stream().mapToDouble(r -> r.at(a.values())).sum()));
    }

    /** Parameters with one value only have that. */
    private static Assignment assignment(Space space, Collection<Map<String, Double>> parts) {
        var values = new HashMap<String, Double>();
        space.dimensions().forEach((name, d) -> values.put(name, d.of(0)));
        parts.forEach(values::putAll);
        return new Assignment(values);
    }
}
