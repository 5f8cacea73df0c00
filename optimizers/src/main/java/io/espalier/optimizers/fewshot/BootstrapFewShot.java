package io.espalier.optimizers.fewshot;

import io.espalier.optimizers.NotEnoughExamples;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.race.Affordable;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.List;

/**
 * Shows every predictor traces of the program's own successes.
 *
 * <p><b>Idea.</b> Labels exist for the ends of a program, seldom for the steps between. A run whose
 * end the metric accepts supplies the rest: what each predictor read and wrote on the way becomes a
 * demo of that predictor (Khattab et al., 2023, "DSPy: Compiling Declarative Language Model Calls
 * into Self-Improving Pipelines", arXiv 2310.03714).
 *
 * <p><b>Steps.</b>
 *
 * <ol>
 *   <li>The teacher is the program with {@code max-labeled} labelled demos, on the task's model or,
 *       with {@code teacher: reflection}, on the other one.
 *   <li>Walk along the training examples in order; run the teacher on each, its own label taken out
 *       of the demos; keep the trace if the score reaches {@code metric-threshold}. A failed
 *       example is tried {@code max-rounds} times in all, later rounds drawn at temperature 1. Stop
 *       after {@code max-bootstrapped} successes.
 *   <li>A predictor that ran several times in one trace gives one demo: the last call at even odds,
 *       else a random earlier one.
 *   <li>Labelled examples that were not bootstrapped fill up to {@code max-labeled} demos; fewer,
 *       the last ones first, where the budget's tokens do not cover the scoring of so many.
 * </ol>
 *
 * <p><b>Parameters.</b> {@code max-bootstrapped} (4), {@code max-labeled} (16), {@code max-rounds}
 * (1), {@code metric-threshold} (0.5; 0 to 1), {@code teacher} (task). DSPy accepts any score above
 * zero; for metrics of right or wrong that is the same, but for graded ones it shows traces that
 * are mostly wrong, so the default asks for at least half.
 *
 * <p><b>Cost.</b> From {@code max-bootstrapped} to |training| x {@code max-rounds} metric calls,
 * exactly as many as a sequential walk, though up to {@code max-bootstrapped} run side by side;
 * then |validation| for the scoring of the result, which a budget is kept for: the walk ends where
 * that would be touched.
 *
 * <p><b>Source.</b> DSPy's {@code BootstrapFewShot}, with traces kept by predictor path, so that
 * two predictors with equal signatures are never confused, and draws that follow the study's seed.
 */
public record BootstrapFewShot(BootstrapSettings settings) implements Optimizer {

    @Override
    public ProgramState optimize(ProgramDefinition program, Study study) {
        if (study.training().isEmpty()) {
            throw new NotEnoughExamples("bootstrap-few-shot: no training examples (needs 1)");
        }
        var random = RandomStreams.of(study.random().nextLong());
        var order = study.training().subList(0, covered(study));
        var walk = new Bootstrap(program, ProgramState.EMPTY, order, settings, random);
        Bootstrap.walk(study, List.of(walk));
        return new Payable(study, "bootstrap-few-shot").of(walk.student());
    }

    /** Examples whose tries leave enough to score the result. */
    private int covered(Study study) {
        long calls = Affordable.metricCalls(study.budget()) - study.validation().size();
        return (int) Math.clamp(calls / settings.maxRounds(), 0, study.training().size());
    }
}
