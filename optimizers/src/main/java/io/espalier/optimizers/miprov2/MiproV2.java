package io.espalier.optimizers.miprov2;

import io.espalier.optimizers.NotEnoughExamples;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.miprov2.MiproSettings.Parity;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;

/**
 * Searches instructions and demo sets of all predictors together.
 *
 * <p><b>Idea.</b> Instructions and demos help each other or get in each other's way, so choose them
 * jointly: let a model that has seen the data, the program and runs of it propose instructions,
 * draw demo sets from runs that went well, and let a surrogate of what scored well so far say which
 * combination to try next, each on a few examples only (Opsahl-Ong et al., 2024, "Optimizing
 * Instructions and Demonstrations for Multi-Stage Language Model Programs", arXiv 2406.11695).
 *
 * <p><b>Steps.</b> The original program's scores on the validation examples come from the study's
 * frame. Then rounds, for as long as the budget covers one:
 *
 * <ol>
 *   <li>Run the best program so far on some training examples, in the first round with labelled
 *       demos. What went well becomes demos, all of it becomes evidence.
 *   <li>Ask for new instructions of every predictor, side by side, each from a sample of the runs
 *       of its own, a summary of the data, the program in words and a tip. Draw new demo sets.
 *       Instruction 0 stays the original, demo set 0 none.
 *   <li>Try {@code full-eval-every} configurations side by side. In the first round each new
 *       instruction meets a new demo set, later half of the trials do, and the multivariate {@link
 *       io.espalier.optimizers.sampler.Tpe TPE} suggests the others; trials of the round join its
 *       bad half until they are scored, and nothing is tried twice.
 *   <li>All trials of a round see the same {@code minibatch-size} validation examples, another part
 *       of them each round, and {@linkplain io.espalier.optimizers.race.Race race} against the best
 *       program: what is clearly worse leaves early. A trial's value is its mean advantage over the
 *       original program on the same examples, which makes rounds comparable.
 *   <li>The two best of those that beat the best program there go on to all validation examples, in
 *       a race again. Who has the higher mean then is the best program.
 * </ol>
 *
 * <p>What the budget has left in the end goes to trials that look promising and lack examples, then
 * to the best two, on training examples that neither shows: the higher sum of all scores wins.
 *
 * <p><b>Parameters.</b> {@code effort} (light; medium, heavy): 6, 12, 18 candidates, at most 100,
 * 300, 1000 validation examples, and max(2 V log2 n, 1.5 n) trials for n candidates and V choices,
 * which is two per predictor, or one without demos. {@code candidates}, {@code trials}: instead.
 * {@code minibatch-size} (35 examples; all where there are 50 or fewer), {@code full-eval-every} (5
 * trials; at least 3 where the budget would not give three rounds), {@code max-bootstrapped} (4),
 * {@code max-labeled} (4), {@code metric-threshold} (0.5; a run short of full marks is no demo
 * where labels say all that the predictor writes), {@code proposal-temperature} (1), {@code
 * sampler} (tpe; random or quasi-random, for comparison). With {@code parity: dspy} the schedule is
 * DSPy's, its faults included.
 *
 * <p><b>Cost.</b> With a limit on metric calls, model calls, tokens or cost: what it covers, each
 * round reserved at its worst before it starts. Without: at most t + r (t + k m + 2 (v - m)) metric
 * calls for r rounds of k trials, m examples in a minibatch, v validation examples, and t = 2 n + 4
 * training runs; a light search of one predictor with 100 examples takes at most 658. Proposals: 5
 * for the summary, and up to k per predictor and round.
 *
 * <p><b>Source.</b> DSPy's {@code MIPROv2}. Ours apart from it: proposals come in rounds, from
 * failures of the best program, in place of once from successes of the first; minibatches are
 * shared and compared in pairs; designed trials take the place of ten random ones, which leave a
 * light run two guided trials; demo sets are drawn from shared runs; no configuration comes twice;
 * what fails is told, not scored 0; seed 0 is a seed.
 */
public record MiproV2(MiproSettings settings) implements Optimizer {

    @Override
    public ProgramState optimize(ProgramDefinition program, Study study) {
        if (study.training().isEmpty()) {
            throw new NotEnoughExamples("miprov2: no training examples (needs 1)");
        }
        return settings.parity() == Parity.DSPY
                ? new DspySearch(program, study, settings).run()
                : new Search(program, study, settings).run();
    }
}
