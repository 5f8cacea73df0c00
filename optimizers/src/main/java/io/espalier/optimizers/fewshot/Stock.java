package io.espalier.optimizers.fewshot;

import io.espalier.optimizers.propose.Evidence;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.TraceStep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What demos can be made from: the runs on training examples so far. An example that runs got wrong
 * is drawn more often, since a demo of it shows what the model does not do by itself, and so is one
 * that has little in common with those already drawn.
 */
final class Stock {
    private final ProgramDefinition program;
    private final double threshold;
    private final Map<Example, List<Outcome>> runs = new IdentityHashMap<>();
    private final Map<Example, List<TraceStep>> traces = new IdentityHashMap<>();
    private final WordOverlap overlap;
    private final List<Example> examples;

    /**
     * @param threshold score from which a run is good enough to be shown
     */
    Stock(ProgramDefinition program, List<Example> examples, double threshold) {
        this.program = program;
        this.examples = examples;
        this.threshold = threshold;
        this.overlap = new WordOverlap(program, examples);
    }

    /**
     * @param outcome of a run whose prompt left the example's own answer out
     */
    void add(Example example, Outcome outcome) {
        var mine = runs.computeIfAbsent(example, e -> new ArrayList<>());
        var best = mine.stream().mapToDouble(Outcome::answer).max().orElse(0);
        mine.add(outcome);
        var good = !outcome.failed() && outcome.answer() >= threshold;
        if (good && outcome.answer() > best) traces.put(example, outcome.trace());
    }

    /** Examples with a fully right run; with any good one where the former are too few. */
    List<Example> showable(int wanted) {
        var right = withTraceOf(Evidence.RIGHT);
        return right.size() >= wanted ? right : withTraceOf(threshold);
    }

    private List<Example> withTraceOf(double least) {
        return examples.stream().filter(traces::containsKey).filter(e -> best(e) >= least).toList();
    }

    private double best(Example example) {
        return runs(example).stream().mapToDouble(Outcome::answer).max().orElse(0);
    }

    private List<Outcome> runs(Example example) {
        return runs.getOrDefault(example, List.of());
    }

    List<TraceStep> trace(Example example) {
        return traces.getOrDefault(example, List.of());
    }

    List<Example> examples() {
        return examples;
    }

    /** One of the candidates, none of which is among the chosen. */
    Example draw(List<Example> candidates, Collection<Example> chosen, RandomGenerator random) {
        var one = byHardness(candidates, random);
        var other = byHardness(candidates, random);
        return nearness(one, chosen) <= nearness(other, chosen) ? one : other;
    }

    private Example byHardness(List<Example> candidates, RandomGenerator random) {
        var weights = candidates.stream().mapToDouble(this::hardness).toArray();
        double sum = 0;
        for (double weight : weights) sum += weight;
        double left = random.nextDouble() * sum;
        for (int i = 0; i < weights.length; i++) {
            left -= weights[i];
            if (left < 0) return candidates.get(i);
        }
        return candidates.getLast();
    }

    /** From 0.25, where all runs were right, to 1.25, where none was. */
    private double hardness(Example example) {
        double mean = runs(example).stream().mapToDouble(Outcome::answer).average().orElse(0.5);
        return 1.25 - mean;
    }

    private double nearness(Example example, Collection<Example> chosen) {
        return chosen.stream().mapToDouble(c -> overlap.of(example, c)).max().orElse(0);
    }
}
