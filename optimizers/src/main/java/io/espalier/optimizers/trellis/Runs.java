package io.espalier.optimizers.trellis;

import io.espalier.optimizers.Study;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Every scored run of the search so far, by state and example: the pool that all parts share. */
final class Runs {
    private final Study study;
    private final Map<ProgramState, SequencedMap<Example, Outcome>> byState = new LinkedHashMap<>();

    Runs(Study study) {
        this.study = study;
    }

    /** Has every state scored on every example, side by side; known runs cost nothing. */
    void score(List<ProgramState> states, List<Example> examples) {
        var outcomes = study.run(study.scorings(states, examples));
        int next = 0;
        for (var state : states) {
            var known = byState.computeIfAbsent(state, s -> new LinkedHashMap<>());
            for (var example : examples) known.put(example, outcomes.get(next++));
        }
    }

    /** How many of the states, from the first on, the budget covers on all of the examples. */
    int covered(List<ProgramState> states, List<Example> examples) {
        return study.covered(states, examples);
    }

    /** On how many of the examples, from the first on, the budget covers the state. */
    int covered(ProgramState state, List<Example> examples) {
        return study.covered(study.scorings(List.of(state), examples));
    }

    /** The runs of a state, in the order in which they were asked for. */
    SequencedMap<Example, Outcome> of(ProgramState state) {
        return Collections.unmodifiableSequencedMap(
                byState.getOrDefault(state, new LinkedHashMap<>()));
    }

    /**
     * The score of a known run.
     *
     * @throws IllegalArgumentException when the state was not scored on the example
     */
    double value(ProgramState state, Example example) {
        return outcome(state, example).value();
    }

    /**
     * A known run.
     *
     * @throws IllegalArgumentException when the state was not scored on the example
     */
    Outcome outcome(ProgramState state, Example example) {
        var outcome = of(state).get(example);
        if (outcome == null) {
            throw new IllegalArgumentException("no run on example " + example.id());
        }
        return outcome;
    }

    /** Mean score over those of the examples that the state was scored on; 0 over none. */
    double mean(ProgramState state, List<Example> examples) {
        var known = of(state);
        return examples.stream()
                .filter(known::containsKey)
                .filter(e -> outcome(state, e).judged())
                .mapToDouble(e -> value(state, e))
                .average()
                .orElse(0);
    }

    /** Mean loss over all runs on the example, whatever their state; 0 where there is none. */
    double lost(Example example) {
        return scores(example).stream().mapToDouble(score -> 1 - score).average().orElse(0);
    }

    /** The scores of all runs on the example, whatever their state. */
    List<Double> scores(Example example) {
        return byState.keySet().stream()
                .filter(state -> of(state).containsKey(example))
                .filter(state -> outcome(state, example).judged())
                .map(state -> value(state, example))
                .toList();
    }
}
