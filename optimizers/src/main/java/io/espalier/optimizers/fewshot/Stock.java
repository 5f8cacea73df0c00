package io.espalier.optimizers.fewshot;

import io.espalier.optimizers.Shuffled;
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
 * that is like many inputs which those already drawn are not like.
 */
final class Stock {
    /** A draw looks at a third of the candidates, and at no more than so many. */
    private static final int PART = 3;

    private static final int MOST = 40;

    private final double threshold;
    private final Map<Example, List<Outcome>> runs = new IdentityHashMap<>();
    private final Map<Example, List<TraceStep>> traces = new IdentityHashMap<>();
    private final WordOverlap overlap;
    private final List<Example> examples;

    /**
     * @param threshold score from which a run is good enough to be shown
     */
    Stock(ProgramDefinition program, List<Example> examples, double threshold) {
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

    /**
     * Of a random part of the candidates, none of which is among the chosen, the one that adds most
     * to how well the set covers the inputs: each input is covered by the demo most like it and
     * counts by its hardness, and so does the demo itself (stochastic greedy choice for facility
     * location: Mirzasoleiman et al., 2015, arXiv 1409.7938).
     */
    Example draw(List<Example> candidates, Collection<Example> chosen, RandomGenerator random) {
        int some = Math.clamp(candidates.size() / PART, Math.min(2, candidates.size()), MOST);
        Example best = candidates.getFirst();
        double most = -1;
        for (var candidate : Shuffled.sample(candidates, some, random)) {
            double gain = hardness(candidate) * gain(candidate, chosen);
            if (gain > most) {
                best = candidate;
                most = gain;
            }
        }
        return best;
    }

    private double gain(Example candidate, Collection<Example> chosen) {
        double gain = 0;
        for (var example : examples) {
            if (example == candidate) continue;
            double more = overlap.of(example, candidate) - covered(example, chosen);
            if (more > 0) gain += hardness(example) * more;
        }
        return gain;
    }

    private double covered(Example example, Collection<Example> chosen) {
        double most = 0;
        for (var demo : chosen) {
            most = Math.max(most, demo == example ? 1 : overlap.of(example, demo));
        }
        return most;
    }

    /** From 0.25, where all runs were right, to 1.25, where none was. */
    private double hardness(Example example) {
        double mean = runs(example).stream().mapToDouble(Outcome::answer).average().orElse(0.5);
        return 1.25 - mean;
    }
}
