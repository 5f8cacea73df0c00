package io.espalier.optimizers.auto;

import io.espalier.optimizers.NotEnoughExamples;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.race.Affordable;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;

/**
 * Chooses the optimizer for a study and runs it.
 *
 * <p><b>Idea.</b> Which search pays depends on a few facts that a study can find out for the price
 * of a handful of runs: how many metric calls there are to spend beside the winner's scoring,
 * whether the program's answers can be used at all, whether the reflection model can write an
 * instruction at all (small local models cannot), and whether the metric says in words what went
 * wrong.
 *
 * <p><b>Steps.</b>
 *
 * <ol>
 *   <li>Run the unoptimized program on up to six training examples, and ask the reflection model
 *       for one instruction from them. The results stay in the study's pool; the chosen optimizer
 *       finds them there.
 *   <li>Fewer than 4 calls beside one scoring of a candidate: {@code labeled-few-shot}, and so
 *       where neither these runs nor those on the validation examples nor some with labelled demos
 *       came to an answer that can be used: no score would guide a search. No usable instruction:
 *       {@code bootstrap-random-search} with as many candidates as the budget covers. Fewer than 40
 *       calls: {@code miprov2}, which makes one program well of few runs. Else {@code trellis},
 *       which needs no feedback, learns from it where there is some, and takes all predictors at
 *       once.
 *   <li>Say which and why: a note of the study.
 * </ol>
 *
 * <p>With {@code race: on}, and where a search of instructions is possible, {@code trellis}, {@code
 * gepa} and {@code miprov2} race instead: successive halving over optimizers with one budget and
 * one pool of results ({@link OptimizerRace}). For programs unlike those that the choice was
 * measured on; it costs about three times as much.
 *
 * <p><b>Cost.</b> Up to 6 metric calls and two proposals, and what the chosen optimizer takes; a
 * race takes 1,200 + 12 min(|validation|, 300) where the budget does not say otherwise.
 */
public record Auto(boolean race) implements Optimizer {

    private static final int RACE = 1;
    private static final int MANY = 300;

    private static long usual(Facts facts) {
        return 1200 + 12L * Math.min(facts.validation(), MANY);
    }

    @Override
    public ProgramState optimize(ProgramDefinition program, Study study) {
        if (study.training().isEmpty()) {
            throw new NotEnoughExamples("auto: no training examples (needs 1)");
        }
        var streams = new RandomStreams(study.random().nextLong());
        var facts = Facts.of(program, study, streams);
        var choice = Choice.of(facts);
        if (race && choice.name().equals(Choice.TRELLIS)) {
            var races = new RandomStreams(streams.stream(RACE).nextLong());
            long calls = Math.min(Affordable.metricCalls(study.budget()), usual(facts));
            return new OptimizerRace(study, races).run(Choice.searches(), calls);
        }
        study.note("auto chose " + choice.name() + ": " + choice.why());
        return choice.optimizer().optimize(program, study);
    }
}
