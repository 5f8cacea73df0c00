package io.espalier.optimizers.fewshot;

import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.NotEnoughExamples;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.Study;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import org.jspecify.annotations.Nullable;

/**
 * Tries many demo sets, and where given many instructions, and keeps what scores best.
 *
 * <p><b>Idea.</b> Which demos help is hard to say and easy to measure. Draw demo sets at random,
 * score each on the validation set, keep the best (Khattab et al., 2023, arXiv 2310.03714).
 *
 * <p><b>Steps.</b>
 *
 * <ol>
 *   <li>Candidates, in this order: no demos; {@code max-labeled} labelled demos; a bootstrap along
 *       the training examples as they come; then {@code candidates} bootstraps, each along an order
 *       of its own and with a size of its own, drawn from 1 to {@code max-bootstrapped}. With the
 *       default of 16 that makes 19.
 *   <li>Each is scored on the whole validation set; only a strictly higher score replaces the best.
 *   <li>With {@code stop-at-score}, the search ends at the first candidate that reaches it.
 * </ol>
 *
 * <p>With {@code instructions} a candidate is a pair of instruction and demo set, and the search is
 * an ascent over the two coordinates, since all pairs would cost too much and pairs at random would
 * bootstrap most demos under poor instructions. For each predictor with a choice, every instruction
 * is scored without demos and with the labelled ones, and the one with the highest mean of both
 * stays (the program's own competes and wins ties); all bootstraps run under it, so that its
 * teacher succeeds more often; at the end every other instruction is tried once with the best demo
 * set.
 *
 * <p>Nothing that one candidate draws depends on another, so bootstraps and scorings run side by
 * side, and the result is that of running them one after the other. While a limit on metric calls
 * might end the search, only as many candidates run ahead as it covers at worst; under other limits
 * at most four.
 *
 * <p><b>Parameters.</b> {@code candidates} (16), {@code max-bootstrapped} (4), {@code max-labeled}
 * (16), {@code max-rounds} (1), {@code metric-threshold} (0.5), {@code teacher} (task), {@code
 * stop-at-score} (none; 0 to 1), {@code instructions} (none).
 *
 * <p><b>Cost.</b> (candidates + 3) x |validation| metric calls, and for each of the (candidates +
 * 1) bootstraps up to |training| x max-rounds. With m instructions in all, 3 m |validation| more.
 * What was scored before costs nothing: the first candidate is the unoptimized program.
 *
 * <p><b>Source.</b> DSPy's {@code BootstrapFewShotWithRandomSearch}, seeds -3 to 15, with draws
 * that follow the study's seed; the instructions are ours.
 */
public record BootstrapRandomSearch(
        int candidates,
        BootstrapSettings settings,
        @Nullable Double stopAtScore,
        Instructions instructions)
        implements Optimizer {
    public static final int DEFAULT_CANDIDATES = 16;

    public BootstrapRandomSearch {
        if (candidates < 0) {
            throw new IllegalArgumentException(
                    "candidates: " + candidates + " (expected: at least 0)");
        }
        if (stopAtScore != null && !(stopAtScore >= 0 && stopAtScore <= 1)) {
            throw new IllegalArgumentException(
                    "stop-at-score: " + stopAtScore + " (expected: 0..1)");
        }
    }

    @Override
    public ProgramState optimize(ProgramDefinition program, Study study) {
        if (study.training().isEmpty()) {
            throw new NotEnoughExamples("bootstrap-random-search: no training examples (needs 1)");
        }
        var board = new Leaderboard(study, stopAtScore);
        var demoSets = new DemoSets(program, study, candidates, settings);
        var choice = new InstructionChoice(program, board, demoSets);

        var base = choice.beforeDemos(instructions);
        demoSets.bootstrapped(base, board);
        choice.afterDemos(instructions);

        if (board.stopped()) study.converged(reached(board.best()));
        return board.best().state();
    }

    private static String reached(Candidate best) {
        return "'" + best.label() + "' reached the score to stop at";
    }
}
