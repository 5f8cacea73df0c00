package io.espalier.optimizers.simba;

import io.espalier.optimizers.Minibatches;
import io.espalier.optimizers.NotEnoughExamples;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.race.Affordable;
import io.espalier.optimizers.race.Contest;
import io.espalier.optimizers.race.Contest.Entrant;
import io.espalier.optimizers.race.Finals;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Stochastic introspective mini-batch ascent: climbs by what the program's own runs on a few
 * examples show.
 *
 * <p><b>Idea.</b> Where runs on the same example differ in score, the program could do it and does
 * not always: the better run is a demo worth showing, and the contrast between the better and the
 * worse one holds the rule that made the difference. A language model that sees such contrasts can
 * put the rule into words.
 *
 * <p><b>Steps.</b>
 *
 * <ol>
 *   <li>Run the program on a first batch of {@code batch} training examples: once as it is, and
 *       three draws at temperature 1.
 *   <li>Sort the batch by how much the runs on an example differ. Along that order make {@code
 *       candidates} new programs. Each starts from one of the best programs, drawn in proportion to
 *       exp(merit / 0.1), and either shows the example's best run as a demo of every predictor that
 *       it called, or gets advice, or both. A predictor that has {@code max-demos} already loses
 *       one at random. Advice to a predictor comes from the reflection model, which sees eight
 *       examples, each with its best and worst run, and writes the last part of the instruction
 *       anew.
 *   <li>Run the new programs and the two best old ones on the next batch, and go on at 2 with these
 *       runs. So one set of runs judges the last step's programs on fresh examples and supplies the
 *       contrasts, now between programs, for the next ones.
 *   <li>After {@code steps} steps, or when a third of the budget is left, the six best programs
 *       meet in the {@link Finals}.
 * </ol>
 *
 * <p><b>Parameters.</b> {@code batch} (16 examples; all where there are fewer), {@code candidates}
 * (16 per step at most), {@code steps} (6), {@code max-demos} (4 per predictor; 0 for advice only),
 * {@code parity} (none; with {@code dspy} the defaults are DSPy's: batches of 32, 6 candidates, 8
 * steps).
 *
 * <p><b>Cost.</b> batch x (4 + steps x (candidates + 2)) metric calls, then those of the finals: up
 * to 6 x |validation| + 2 x |training|. Up to candidates x predictors x steps requests for advice.
 * Steps are wide rather than many, since each waits for the last one. A budget of metric calls is
 * planned for: fewer candidates, down to six, then fewer steps, then smaller batches.
 *
 * <p><b>Source.</b> DSPy's {@code SIMBA}, with these differences; {@code parity: dspy} has the
 * original's schedule ({@link OriginalSimba}).
 *
 * <ul>
 *   <li>The original samples six runs per example for the contrasts, then scores the new programs
 *       on the very examples that they were made from, one of which is among their demos. Here one
 *       set of runs does both, on fresh examples, and a program's own demos count for nothing: a
 *       step takes a third of the runs.
 *   <li>The original compares programs by averages over different batches; here by {@linkplain
 *       Contest merits}, which take the examples' ease out.
 *   <li>Advice comes from several contrasts at once and replaces earlier advice; in the original
 *       each piece comes from one example and is appended for ever.
 *   <li>A change that does nothing makes no candidate, and what nothing can be learned from is
 *       passed over. Demos are dropped where there is no room, not at random everywhere. Fewer
 *       examples than a batch are a smaller batch, not an error. One generator draws all.
 *   <li>The last choice is made on validation data; the original uses the training set again.
 * </ul>
 */
public record Simba(SimbaSettings settings, boolean original) implements Optimizer {
    private static final int FINALISTS = 6;

    /** Old programs that run again in every step. */
    private static final int LEADERS = 2;

    /** With fewer new programs, rather fewer steps. */
    private static final int LEAST_CANDIDATES = 6;

    /** Fewer examples hold too few contrasts. */
    private static final int LEAST_BATCH = 4;

    /** Stream of the batches; those of the steps are numbered from 1 on. */
    private static final int BATCHES = 0;

    @Override
    public ProgramState optimize(ProgramDefinition program, Study study) {
        if (study.training().isEmpty()) {
            throw new NotEnoughExamples("simba: no training examples (needs 1)");
        }
        if (original) return new OriginalSimba(study, settings).optimize();
        var contest = new Contest(study);
        contest.enter(ProgramState.EMPTY, "start", "the program as it is", null);
        return Finals.decide(contest, FINALISTS, () -> climb(study, contest)).state();
    }

    private void climb(Study study, Contest contest) {
        var streams = new RandomStreams(study.random().nextLong());
        long reserve = Finals.reserve(study, FINALISTS);
        int size = batch(Affordable.metricCalls(study.budget()) - reserve);
        var batches = new Minibatches(study.training(), size, streams.stream(BATCHES));
        var newcomers = new Newcomers(study, contest, settings);

        var telling = Wavering.ofDraws(study, contest, batches.next());
        for (int step = 1; step <= settings.steps(); step++) {
            long covered = Affordable.metricCalls(study.budget()) - reserve;
            int count = candidates(covered / batches.size(), settings.steps() - step + 1);
            if (count < 1) return;
            var fresh = newcomers.make(step, telling, count, streams.stream(step));
            if (fresh.isEmpty()) return;
            var batch = batches.next();
            telling = Wavering.between(contest, runners(contest, fresh, batch), batch);
            contest.secureLeader();
        }
    }

    /** Examples of a batch: fewer where the first draws would leave no step. */
    private int batch(long covered) {
        // The program as it is, its draws, and one step.
        long step = covered / (1 + Wavering.DRAWS + LEAST_CANDIDATES + LEADERS);
        return (int) Math.min(settings.batch(), Math.max(LEAST_BATCH, step));
    }

    /**
     * New programs of a step: an even share of what is left, but enough of them to be a choice.
     *
     * @param runs programs that can still be run on a batch
     */
    private int candidates(long runs, int steps) {
        long even = Math.max(runs / steps - LEADERS, LEAST_CANDIDATES);
        return (int) Math.min(Math.min(settings.candidates(), even), runs - LEADERS);
    }

    /** The new programs and the best old ones, as far as the budget covers them on the batch. */
    private static List<Entrant> runners(
            Contest contest, List<Entrant> fresh, List<Example> batch) {
        var runners = new ArrayList<>(fresh);
        var old = new ArrayList<>(contest.leaders(fresh.size() + LEADERS));
        old.removeAll(fresh);
        runners.addAll(old.subList(0, Math.min(LEADERS, old.size())));
        var covered = contest.covered(runners, batch);
        // Where no new program is covered, the study says what it lacks.
        return Collections.disjoint(covered, fresh) ? runners : covered;
    }
}
