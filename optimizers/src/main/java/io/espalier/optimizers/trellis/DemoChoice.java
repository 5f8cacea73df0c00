package io.espalier.optimizers.trellis;

import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.fewshot.TraceDemos;
import io.espalier.optimizers.fewshot.WordOverlap;
import io.espalier.optimizers.propose.Evidence;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Chooses demos for a state from its own right runs: greedily those that best cover the inputs that
 * the program finds hard, each input covered by the demo that it shares most words with.
 */
final class DemoChoice {
    private final ProgramDefinition program;
    private final List<Example> training;
    private final Runs runs;
    private final WordOverlap overlap;

    DemoChoice(ProgramDefinition program, List<Example> training, Runs runs) {
        this.program = program;
        this.training = training;
        this.runs = runs;
        this.overlap = new WordOverlap(program, training);
    }

    /** How many right runs there are to choose from. */
    List<Example> right(ProgramState state) {
        return runs.of(state).entrySet().stream()
                .filter(r -> overlap.knows(r.getKey()) && r.getValue().answer() >= Evidence.RIGHT)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Demos that cover the training inputs, hard ones weighing more. */
    ProgramState covering(ProgramState state, int count, RandomGenerator random) {
        var pool = new ArrayList<>(Shuffled.of(right(state), random));
        var chosen = new ArrayList<Example>();
        var covered = new HashMap<Example, Double>();
        while (chosen.size() < count && !pool.isEmpty()) {
            var next = Collections.max(pool, Comparator.comparingDouble(e -> gain(e, covered)));
            pool.remove(next);
            chosen.add(next);
            for (var x : training) covered.merge(x, similarity(next, x), Math::max);
        }
        return with(state, chosen);
    }

    /** Any right runs. */
    ProgramState some(ProgramState state, int count, RandomGenerator random) {
        var right = right(state);
        return with(state, Shuffled.sample(right, Math.min(count, right.size()), random));
    }

    private double gain(Example candidate, Map<Example, Double> covered) {
        double gain = 0;
        for (var x : training) {
            double more = similarity(candidate, x) - covered.getOrDefault(x, 0.0);
            if (more > 0) gain += more * hardness(x);
        }
        return gain;
    }

    /** 1 for an example that all runs so far got right, up to 2 for one that all got wrong. */
    private double hardness(Example example) {
        return 1 + runs.lost(example);
    }

    private double similarity(Example a, Example b) {
        return a.equals(b) ? 0 : overlap.of(a, b);
    }

    private ProgramState with(ProgramState state, List<Example> chosen) {
        var result = state;
        for (var predictor : program.predictors()) {
            var demos = new ArrayList<Demo>();
            for (var example : chosen) {
                var trace = runs.outcome(state, example).trace();
                TraceDemos.of(trace, predictor.path()).ifPresent(demos::add);
            }
            result = result.change(predictor.path(), p -> p.withDemos(demos));
        }
        return result;
    }
}
