package io.espalier.optimizers.miprov2;

import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.fewshot.LabeledDemos;
import io.espalier.optimizers.fewshot.TraceDemos;
import io.espalier.optimizers.propose.Case;
import io.espalier.optimizers.propose.Evidence;
import io.espalier.optimizers.propose.ShownRuns;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Runs of the program on training examples. Each serves twice: its trace as a demo where it went
 * well, and the whole of it as evidence for a proposal. Every demo set and every proposal draws
 * from the same runs, so that many of them cost no more than one.
 */
final class TrainingRuns {
    /** Runs that a proposal is shown. */
    private static final int SHOWN = 20;

    /** Of these at most so many that went well. */
    private static final int SHOWN_RIGHT = 8;

    /** Characters after which no further run is shown. */
    private static final int MOST_SHOWN = 24_000;

    private record Run(Example example, Outcome outcome) {}

    private final Study study;
    private final MiproSettings settings;
    private final List<Example> order;
    private final List<Run> runs = new ArrayList<>();
    private final Map<Demo, Example> origins = new HashMap<>();
    private int next;

    TrainingRuns(Study study, MiproSettings settings, RandomGenerator random) {
        this.study = study;
        this.settings = settings;
        this.order = Shuffled.of(study.training(), random);
    }

    /** Runs {@code state} on the next {@code count} examples, around and around. */
    void run(ProgramState state, int count) {
        var jobs = new ArrayList<Job>();
        for (int i = 0; i < Math.min(count, order.size()); i++) {
            var example = order.get((next + i) % order.size());
            jobs.add(Job.evaluate(study.program(), without(state, example), example));
        }
        var outcomes = study.run(jobs.subList(0, study.covered(jobs)));
        for (int i = 0; i < outcomes.size(); i++) {
            runs.add(new Run(jobs.get(i).example(), outcomes.get(i)));
        }
        next += outcomes.size();
    }

    /** An example must not see its own answer among the demos. */
    private ProgramState without(ProgramState state, Example example) {
        var without = state;
        for (var predictor : study.program().predictors()) {
            var demos = state.of(predictor.path()).demos();
            var own = LabeledDemos.of(predictor, example);
            var others =
                    demos.stream()
                            .filter(d -> !d.equals(own) && !example.equals(origins.get(d)))
                            .toList();
            if (others.size() < demos.size()) {
                without = without.change(predictor.path(), p -> p.withDemos(others));
            }
        }
        return without;
    }

    /** Examples that none of the states has among its demos. */
    List<Example> notShown(List<ProgramState> states) {
        return order.stream()
                .filter(e -> states.stream().allMatch(s -> without(s, e).equals(s)))
                .toList();
    }

    /**
     * Evidence about one predictor, the newest first: mostly what went wrong, some of what went
     * well.
     */
    ShownRuns evidence(Predictor predictor, RandomGenerator random) {
        var wrong = new ArrayList<Run>();
        var right = new ArrayList<Run>();
        for (var run : runs.reversed()) {
            (run.outcome.value() >= Evidence.RIGHT ? right : wrong).add(run);
        }
        int rightShown = Math.min(right.size(), Math.max(SHOWN_RIGHT, SHOWN - wrong.size()));
        var shown = new ArrayList<Run>();
        shown.addAll(some(wrong, SHOWN - Math.min(rightShown, SHOWN_RIGHT), random));
        shown.addAll(some(right, Math.min(rightShown, SHOWN - shown.size()), random));
        var mixed = Shuffled.of(shown, random);
        var cases = new ArrayList<Case>();
        int length = 0;
        for (var run : mixed) {
            if (length > MOST_SHOWN) break;
            var one = Case.of(study.program(), predictor.path(), run.example, run.outcome);
            cases.add(one);
            length += one.text(cases.size()).length();
        }
        return ShownRuns.of(cases);
    }

    /** A sample of the newest ones, twice as many as are wanted. */
    private static List<Run> some(List<Run> runs, int count, RandomGenerator random) {
        int most = Math.min(count, runs.size());
        return Shuffled.sample(runs.subList(0, Math.min(2 * most, runs.size())), most, random);
    }

    /** Labelled demos for each predictor, in place of its own. */
    ProgramState labelled(ProgramState state, RandomGenerator random) {
        return LabeledDemos.state(study.program(), state, order, settings.maxLabeled(), random);
    }

    /**
     * Draws a demo set for every predictor from the same runs, the best and newest of them, and
     * fills up with labelled examples.
     *
     * @return by predictor path; without those that get none
     */
    LinkedHashMap<String, List<Demo>> demos(RandomGenerator random) {
        var drawn = drawn(random);
        var used = drawn.stream().map(Run::example).toList();
        var rest = Shuffled.of(order.stream().filter(e -> !used.contains(e)).toList(), random);
        var sets = new LinkedHashMap<String, List<Demo>>();
        for (var predictor : study.program().predictors()) {
            var demos = new ArrayList<Demo>();
            for (var run : drawn) {
                if (run.outcome.answer() < Evidence.RIGHT && labelled(predictor, run.example))
                    continue;
                var demo = TraceDemos.of(run.outcome.trace(), predictor.path());
                demo.ifPresent(d -> origins.put(d, run.example));
                demo.ifPresent(demos::add);
            }
            demos.addAll(
                    LabeledDemos.sample(
                            predictor, rest, settings.maxLabeled() - demos.size(), random));
            if (!demos.isEmpty()) sets.put(predictor.path(), List.copyOf(demos));
        }
        return sets;
    }

    /**
     * Whether the labels say all that the predictor should write: better than a run that is not
     * right.
     */
    private static boolean labelled(Predictor predictor, Example example) {
        return predictor.declared().outputs().stream()
                .allMatch(field -> example.fields().has(field.name()));
    }

    private List<Run> drawn(RandomGenerator random) {
        int most = settings.maxBootstrapped();
        var good = new ArrayList<Run>();
        for (var run : runs.reversed()) {
            var known = good.stream().anyMatch(g -> g.example.equals(run.example));
            if (!known && good(run)) good.add(run);
        }
        // Full marks before others; of these the newer ones, three times as many as are wanted.
        good.sort((a, b) -> Double.compare(b.outcome.answer(), a.outcome.answer()));
        var pool = good.subList(0, Math.min(good.size(), 3 * most));
        return Shuffled.sample(pool, Math.min(most, pool.size()), random);
    }

    private boolean good(Run run) {
        return !run.outcome.failed()
                && run.outcome.score() != null
                && run.outcome.answer() >= settings.metricThreshold();
    }
}
