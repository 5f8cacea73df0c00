package io.espalier.optimizers.miprov2;

import io.espalier.optimizers.sampler.Assignment;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.Predictor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Adds instructions and demo sets that the runs so far suggest, and says how to try each once. */
final class Growth {
    private final Choices choices;
    private final TrainingRuns runs;
    private final GroundedProposer proposer;

    Growth(Choices choices, TrainingRuns runs, GroundedProposer proposer) {
        this.choices = choices;
        this.runs = runs;
        this.proposer = proposer;
    }

    /**
     * New instructions for every predictor, from the best program so far; all asked side by side.
     */
    Map<String, List<Integer>> instructions(Trial best, int count, RandomGenerator random) {
        var requests = new ArrayList<GroundedProposer.Request>();
        for (var predictor : choices.predictors()) {
            for (int i = 0; i < count; i++) {
                requests.add(
                        new GroundedProposer.Request(
                                best.state(),
                                predictor,
                                runs.evidence(predictor, random),
                                Tip.draw(random)));
            }
        }
        var written = proposer.propose(requests);
        var added = new LinkedHashMap<String, List<Integer>>();
        for (int i = 0; i < requests.size(); i++) {
            var predictor = requests.get(i).predictor();
            int before = choices.instructionCount(predictor);
            int index =
                    written.get(i).map(text -> choices.addInstruction(predictor, text)).orElse(0);
            if (index >= before) list(added, predictor).add(index);
        }
        return added;
    }

    /** New demo sets for every predictor. */
    Map<String, List<Integer>> demoSets(int count, RandomGenerator random) {
        var added = new LinkedHashMap<String, List<Integer>>();
        for (int i = 0; i < count; i++) {
            var drawn = runs.demos(random);
            for (var predictor : choices.predictors()) {
                var demos = drawn.getOrDefault(predictor.path(), List.<Demo>of());
                int before = choices.demoSetCount(predictor);
                int index = choices.addDemos(predictor, demos);
                if (index >= before) list(added, predictor).add(index);
            }
        }
        return added;
    }

    private static List<Integer> list(Map<String, List<Integer>> lists, Predictor predictor) {
        return lists.computeIfAbsent(predictor.path(), path -> new ArrayList<>());
    }

    /**
     * Configuration {@code number} of a design in which new instruction and new demo set of each
     * predictor go together; where one kind runs out, the best's stays.
     */
    Assignment design(
            Trial best,
            Map<String, List<Integer>> instructions,
            Map<String, List<Integer>> demoSets,
            int number) {
        var values = new HashMap<>(best.assignment().values());
        for (var predictor : choices.predictors()) {
            put(values, Choices.instruction(predictor), instructions.get(predictor.path()), number);
            put(values, Choices.demos(predictor), demoSets.get(predictor.path()), number);
        }
        return new Assignment(values);
    }

    private static void put(
            Map<String, Double> values, String name, @Nullable List<Integer> indexes, int number) {
        if (indexes != null && number < indexes.size()) {
            values.put(name, (double) indexes.get(number));
        }
    }
}
