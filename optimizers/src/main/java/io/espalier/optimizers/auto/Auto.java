package io.espalier.optimizers.auto;

import io.espalier.optimizers.NotEnoughExamples;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Study;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;

/**
 * Chooses the optimizer for a study and runs it.
 *
 * <p><b>Idea.</b> Which search pays depends on a few facts that a study can find out for the price
 * of a handful of runs: how many metric calls there are to spend beside the winner's scoring,
 * whether the reflection model can write an instruction at all (small local models cannot), and
 * whether the metric says in words what went wrong.
 *
 * <p><b>Steps.</b>
 *
 * <ol>
 *   <li>Run the unoptimized program on up to six training examples, and ask the reflection model
 *       for one instruction from them. The results stay in the study's pool; the chosen optimizer
 *       finds them there.
 *   <li>Fewer than 4 calls beside one scoring of a candidate: {@code labeled-few-shot}. No usable
 *       instruction: {@code bootstrap-random-search} with as many candidates as the budget covers.
 *       Fewer than 40 calls: {@code bootstrap-few-shot}. Else {@code trellis}, which needs no
 *       feedback, learns from it where there is some, and takes all predictors at once.
 *   <li>Say which and why: a note of the study.
 * </ol>
 *
 * <p><b>Cost.</b> Up to 6 metric calls and one proposal, and what the chosen optimizer takes.
 */
public record Auto() implements Optimizer {

    @Override
    public ProgramState optimize(ProgramDefinition program, Study study) {
        if (study.training().isEmpty()) {
            throw new NotEnoughExamples("auto: no training examples (needs 1)");
        }
        var streams = new RandomStreams(study.random().nextLong());
        var choice = Choice.of(Facts.of(program, study, streams));
        study.note("auto chose " + choice.name() + ": " + choice.why());
        return choice.optimizer().optimize(program, study);
    }
}
