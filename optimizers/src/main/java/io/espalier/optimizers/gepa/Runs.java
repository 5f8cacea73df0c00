package io.espalier.optimizers.gepa;

import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.Study;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every run on a training example that the search has seen, by state: what reflection reads. */
final class Runs {
    private final Study study;
    private final Map<ProgramState, LinkedHashMap<Example, Outcome>> byState = new HashMap<>();

    Runs(Study study) {
        this.study = study;
    }

    /** One state on one minibatch. */
    record Trial(ProgramState state, List<Example> examples) {}

    /** Evaluates all of them side by side; in their order. */
    List<Evaluation> evaluate(List<Trial> trials) {
        var jobs = new ArrayList<Job>();
        for (var trial : trials) {
            jobs.addAll(study.scorings(List.of(trial.state()), trial.examples()));
        }
        var outcomes = study.run(jobs);
        var evaluations = new ArrayList<Evaluation>();
        int from = 0;
        for (var trial : trials) {
            int to = from + trial.examples().size();
            var evaluation =
                    new Evaluation(trial.state(), trial.examples(), outcomes.subList(from, to));
            evaluations.add(evaluation);
            remember(evaluation);
            from = to;
        }
        return evaluations;
    }

    private void remember(Evaluation evaluation) {
        var known = byState.computeIfAbsent(evaluation.state(), s -> new LinkedHashMap<>());
        for (int i = 0; i < evaluation.examples().size(); i++) {
            known.putLast(evaluation.examples().get(i), evaluation.outcomes().get(i));
        }
    }

    boolean has(ProgramState state, Example example) {
        return byState.getOrDefault(state, new LinkedHashMap<>()).containsKey(example);
    }

    /** The state's runs, the newest first; those without a score are left out. */
    List<Map.Entry<Example, Outcome>> of(ProgramState state) {
        return byState.getOrDefault(state, new LinkedHashMap<>()).entrySet().stream()
                .filter(run -> run.getValue().judged())
                .toList()
                .reversed();
    }
}
