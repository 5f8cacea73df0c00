package io.espalier.optimizers.gepa;

import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.fewshot.TraceDemos;
import io.espalier.optimizers.gepa.Task.Proposal;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Shows a parent some of its own best runs. They cost nothing: the search has seen them when it ran
 * the parent, and its ancestors, on earlier minibatches. The runs are drawn from the best third by
 * score, or from all that score as much as these.
 */
final class DemoMutation {
    private final ProgramDefinition program;
    private final Component demos;
    private final Runs runs;
    private final int most;
    private final RandomGenerator random;
    private final Map<Object, Set<Example>> sources = new HashMap<>();

    DemoMutation(ProgramDefinition program, Runs runs, int most, RandomGenerator random) {
        this.program = program;
        this.demos = Component.demos(program);
        this.runs = runs;
        this.most = most;
        this.random = random;
    }

    private record Source(Example example, Outcome outcome) {}

    /** The training examples that the state's demos were made from. */
    Set<Example> shownBy(ProgramState state) {
        return sources.getOrDefault(demos.value(state), Set.of());
    }

    /** The parent with other demos; none from the minibatch that will judge the child. */
    Optional<Proposal> propose(Task task, Set<Member> ancestors) {
        var good = best(sources(task, ancestors));
        if (good.isEmpty()) return Optional.empty();
        var drawn = Shuffled.sample(good, Math.min(most, good.size()), random);
        var state = task.parent().state();
        for (var predictor : program.predictors()) {
            var path = predictor.path();
            var shown = new ArrayList<Demo>();
            for (var source : drawn) {
                TraceDemos.of(source.outcome().trace(), path).ifPresent(shown::add);
            }
            state = Component.put(state, path, state.of(path).withDemos(shown));
        }
        if (state.equals(task.parent().state())) return Optional.empty();
        var examples = new HashSet<Example>();
        drawn.forEach(source -> examples.add(source.example()));
        sources.put(demos.value(state), examples);
        return Optional.of(
                new Proposal(task, state, drawn.size() + " of its own best runs as demos"));
    }

    /** One run per example: the parent's own before an ancestor's, whichever is newer first. */
    private List<Source> sources(Task task, Set<Member> ancestors) {
        var states = new ArrayList<ProgramState>();
        states.add(task.parent().state());
        ancestors.stream()
                .sorted((a, b) -> Integer.compare(b.index(), a.index()))
                .forEach(a -> states.add(a.state()));
        var byExample = new LinkedHashMap<Example, Source>();
        for (var state : states) {
            for (var run : runs.of(state)) {
                var source = new Source(run.getKey(), run.getValue());
                if (!task.observed().examples().contains(source.example())) {
                    byExample.putIfAbsent(source.example(), source);
                }
            }
        }
        return List.copyOf(byExample.values());
    }

    private static List<Source> best(List<Source> all) {
        var byScore =
                all.stream()
                        .filter(s -> !s.outcome().failed() && s.outcome().answer() > 0)
                        .sorted((a, b) ->
                                Double.compare(b.outcome().answer(), a.outcome().answer()))
                        .toList();
        if (byScore.isEmpty()) return List.of();
        double least = byScore.get((byScore.size() - 1) / 3).outcome().answer();
        return byScore.stream().filter(s -> s.outcome().answer() >= least).toList();
    }
}
