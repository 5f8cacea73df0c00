package io.espalier.optimizers.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.sampler.Dimension.Categorical;
import io.espalier.optimizers.sampler.Dimension.Int;
import io.espalier.optimizers.sampler.Dimension.Real;
import io.espalier.optimizers.sampler.Observation.Complete;
import io.espalier.optimizers.sampler.Observation.Failed;
import io.espalier.optimizers.sampler.Observation.Infeasible;
import io.espalier.optimizers.sampler.Observation.Pruned;
import io.espalier.optimizers.sampler.Observation.Running;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.hipparchus.random.MersenneTwister;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every sampler promises, over many small random studies. */
class SamplersTest {
    private static final int SEEDS = 12;
    private static final int STUDIES = 2;

    private static final Space NUMBERS =
            space(
                    Map.of(
                            "count", new Int(1, 9),
                            "stride", new Int(-5, 20, 4, false),
                            "rank", new Int(1, 64, 1, true),
                            "share", new Real(0, 1),
                            "rate", new Real(1e-5, 1e-1, null, true),
                            "tenths", new Real(0, 1, 0.1, false)));

    private static final Space MIXED = with(NUMBERS, "choice", Categorical.of(4));

    private static final Space FINITE =
            space(
                    Map.of(
                            "demos",
                            Categorical.of(4),
                            "instruction",
                            Categorical.of(5),
                            "k",
                            new Int(1, 3)));

    private record Case(String name, Sampler sampler, Space space) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> everySampler() {
        return Stream.concat(
                withChoices(),
                Stream.of(
                        new Case("cma-es", new CmaEsSampler(3, null), NUMBERS),
                        new Case(
                                "cma-es whole numbers",
                                new CmaEsSampler(4, null),
                                space(Map.of("a", new Int(0, 5), "b", new Int(0, 9))))));
    }

    private static Stream<Case> withChoices() {
        var cases = new ArrayList<Case>();
        for (var form : Tpe.Form.values()) {
            cases.add(new Case("tpe " + form, new Tpe(5, 24, form, false), MIXED));
            cases.add(new Case("tpe finite " + form, new Tpe(5, 24, form, false), FINITE));
        }
        cases.add(new Case("random", new RandomSampler(), MIXED));
        cases.add(new Case("random finite", new RandomSampler(), FINITE));
        cases.add(new Case("grid", new GridSampler(4), FINITE));
        cases.add(new Case("grid of reals", new GridSampler(3), MIXED));
        cases.add(new Case("quasi-random", new QuasiRandomSampler(7), MIXED));
        cases.add(new Case("quasi-random finite", new QuasiRandomSampler(7), FINITE));
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("everySampler")
    void suggestion_inAnyStudy_isLegalAndNew(Case c) {
        for (int seed = 0; seed < STUDIES; seed++) {
            var tried = new HashSet<Assignment>();
            for (var observation : study(c, seed, 30)) {
                assertThat(c.space.contains(observation.assignment())).isTrue();
                assertThat(tried.add(observation.assignment())).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everySampler")
    void suggestion_withSameSeedAndHistory_isTheSame(Case c) {
        assertThat(study(c, 5, 30)).isEqualTo(study(c, 5, 30));
    }

    @ParameterizedTest
    @MethodSource("everySampler")
    void finiteSpace_isTriedInFullAndThenNothingIsLeft(Case c) {
        if (!c.space.finite() || c.space.size() > 100) return;
        for (int seed = 0; seed < STUDIES; seed++) {
            var history = study(c, seed, 1000);
            assertThat(history).hasSize((int) c.space.size());
        }
    }

    @Test
    void grid_ofReals_hasBothEndsAndEndsAfterItsLastPoint() {
        var space = space(Map.of("rate", new Real(1e-4, 1, null, true), "on", Categorical.of(2)));
        var history = study(new Case("grid", new GridSampler(5), space), 0, 100);
        assertThat(history).hasSize(10);
        assertThat(history.stream().map(o -> o.assignment().real("rate")).distinct().sorted())
                .usingComparatorForType(
                        (a, b) -> Math.abs(a - b) < 1e-9 ? 0 : Double.compare(a, b), Double.class)
                .containsExactly(1e-4, 1e-3, 1e-2, 1e-1, 1.0);
    }

    @Test
    void parameterOutOfForce_inTriedConfiguration_makesAllItsValuesTried() {
        var space = space(Map.of("a", Categorical.of(2), "b", Categorical.of(3)));
        var history =
                List.of(new Observation(0, new Assignment(Map.of("a", 1.0)), new Complete(1)));
        for (var sampler :
                List.of(new RandomSampler(), new Tpe(1, 24, Tpe.Form.UNIVARIATE, false))) {
            for (int seed = 0; seed < SEEDS; seed++) {
                var next = sampler.suggest(space, history, RandomStreams.of(seed)).orElseThrow();
                assertThat(next.index("a")).isZero();
            }
        }
    }

    @Test
    void tpe_onChoices_findsTheBestSoonerThanChance() {
        ToDoubleFunction<Assignment> goal =
                a -> -Math.abs(a.index("x") - 7) - Math.abs(a.index("y") - 2);
        var space = space(Map.of("x", Categorical.of(12), "y", Categorical.of(12)));
        assertThat(meanTrialsToBest(new Tpe(6, 24, Tpe.Form.MULTIVARIATE, false), space, goal))
                // measured 21; chance, without repeats, 65
                .isLessThan(40);
        assertThat(meanTrialsToBest(new RandomSampler(), space, goal)).isGreaterThan(50);
    }

    @Test
    void tpe_onASmoothFunction_beatsChance() {
        ToDoubleFunction<Assignment> goal =
                a -> -Math.pow(a.real("x") - 1, 2) - Math.pow(a.real("y") + 2, 2);
        var space = space(Map.of("x", new Real(-5, 5), "y", new Real(-5, 5)));
        double random = meanBest(new RandomSampler(), space, goal, 50);
        // measured: chance -0.53; univariate -0.13, multivariate -0.04, auto -0.09
        for (var form : Tpe.Form.values()) {
            assertThat(meanBest(new Tpe(10, 24, form, false), space, goal, 50))
                    .isGreaterThan(random / 2);
        }
    }

    @Test
    void cmaEs_onANarrowValley_beatsChance() {
        ToDoubleFunction<Assignment> goal =
                a -> -100 * Math.pow(a.real("y") - a.real("x"), 2) - Math.pow(a.real("x") - 1, 2);
        var space = space(Map.of("x", new Real(-5, 5), "y", new Real(-5, 5)));
        double random = meanBest(new RandomSampler(), space, goal, 120);
        double cma = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            cma += best(new CmaEsSampler(seed, null), space, goal, 120, seed) / SEEDS;
        }
        // measured: chance -2.6, this -0.19
        assertThat(cma).isGreaterThan(random / 5);
    }

    @Test
    void cmaEs_askedTrialByTrial_walksAsTheLibraryDoesAtOnce() {
        ToDoubleFunction<Assignment> goal = a -> -a.real("x") * a.real("x") - a.real("y");
        var space = space(Map.of("x", new Real(0, 1), "y", new Real(0, 1)));
        var walked = new ArrayList<List<Double>>();
        var library =
                new CMAESOptimizer(
                        10_000,
                        Double.NEGATIVE_INFINITY,
                        true,
                        0,
                        0,
                        new MersenneTwister(5L),
                        false,
                        null);
        library.optimize(
                new MaxEval(10_000),
                new ObjectiveFunction(point -> {
                    walked.add(List.of(point[0], point[1]));
                    return point[0] * point[0] + point[1];
                }),
                GoalType.MINIMIZE,
                new InitialGuess(new double[] {0.5, 0.5}),
                new SimpleBounds(new double[2], new double[] {1, 1}),
                new CMAESOptimizer.Sigma(new double[] {0.3, 0.3}),
                new CMAESOptimizer.PopulationSize(6));
        var history = new ArrayList<Observation>();
        for (int i = 0; i < 60; i++) {
            var next =
                    new CmaEsSampler(5, null)
                            .suggest(space, history, RandomStreams.of(i))
                            .orElseThrow();
            history.add(new Observation(i, next, new Complete(goal.applyAsDouble(next))));
        }
        assertThat(
                        history.stream()
                                .map(o ->
                                        List.of(
                                                o.assignment().real("x"),
                                                o.assignment().real("y"))))
                .containsExactlyElementsOf(walked.stream().distinct().limit(60).toList());
    }

    @Test
    void cmaEs_withATrialStillRunning_asksForAnotherPoint() {
        var space = space(Map.of("x", new Real(0, 1), "y", new Real(0, 1)));
        var sampler = new CmaEsSampler(1, null);
        var history = new ArrayList<Observation>();
        for (int i = 0; i < 12; i++) {
            var next = sampler.suggest(space, history, RandomStreams.of(0)).orElseThrow();
            history.add(new Observation(i, next, new Running()));
        }
        assertThat(history.stream().map(Observation::assignment).distinct()).hasSize(12);
    }

    @Test
    void cmaEs_withAChoice_saysThatItHasNoScale() {
        assertThatThrownBy(() ->
                        new CmaEsSampler(0, null).suggest(FINITE, List.of(), RandomStreams.of(0)))
                .hasMessageContaining("is a choice without a scale");
    }

    @Test
    void cmaEs_startingPoint_isItsFirstSuggestion() {
        var space = space(Map.of("n", new Int(1, 64, 1, true), "x", new Real(0, 1)));
        var start = new Assignment(Map.of("n", 8.0, "x", 0.25));
        var first = new CmaEsSampler(0, start).suggest(space, List.of(), RandomStreams.of(0));
        assertThat(first.orElseThrow().whole("n")).isEqualTo(8);
    }

    private static double meanTrialsToBest(
            Sampler sampler, Space space, ToDoubleFunction<Assignment> goal) {
        double trials = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = RandomStreams.of(seed);
            var history = new ArrayList<Observation>();
            while (history.isEmpty() || goal.applyAsDouble(history.getLast().assignment()) < 0) {
                var next = sampler.suggest(space, history, random).orElseThrow();
                history.add(
                        new Observation(
                                history.size(), next, new Complete(goal.applyAsDouble(next))));
            }
            trials += history.size();
        }
        return trials / SEEDS;
    }

    private static double meanBest(
            Sampler sampler, Space space, ToDoubleFunction<Assignment> goal, int trials) {
        double sum = 0;
        for (int seed = 0; seed < SEEDS; seed++) sum += best(sampler, space, goal, trials, seed);
        return sum / SEEDS;
    }

    private static double best(
            Sampler sampler,
            Space space,
            ToDoubleFunction<Assignment> goal,
            int trials,
            long seed) {
        var random = RandomStreams.of(seed);
        var history = new ArrayList<Observation>();
        double best = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < trials; i++) {
            var next = sampler.suggest(space, history, random).orElseThrow();
            double value = goal.applyAsDouble(next);
            best = Math.max(best, value);
            history.add(new Observation(i, next, new Complete(value)));
        }
        return best;
    }

    /** A study with every kind of result, to its end or for so many trials. */
    private static List<Observation> study(Case c, long seed, int trials) {
        var random = RandomStreams.of(seed);
        var results = new RandomStreams(seed).stream(1);
        var history = new ArrayList<Observation>();
        while (history.size() < trials) {
            var next = c.sampler.suggest(c.space, List.copyOf(history), random);
            if (next.isEmpty()) break;
            history.add(new Observation(history.size(), next.get(), result(results)));
        }
        return history;
    }

    private static Observation.Result result(RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> new Running();
            case 1 -> new Failed();
            case 2 -> new Infeasible(random.nextDouble() + 0.1);
            case 3 ->
                    new Pruned(
                            random.nextInt(3) - 1,
                            random.nextBoolean() ? Double.NaN : random.nextDouble());
            default -> new Complete(random.nextInt(4));
        };
    }

    private static Space space(Map<String, Dimension> dimensions) {
        var sorted = new LinkedHashMap<String, Dimension>();
        dimensions.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> sorted.put(e.getKey(), e.getValue()));
        return new Space(sorted);
    }

    private static Space with(Space space, String name, Dimension dimension) {
        var more = new LinkedHashMap<>(space.dimensions());
        more.put(name, dimension);
        return new Space(more);
    }
}
