package io.espalier.optimizers.fewshot;

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
 * score them, keep the best (Khattab et al., 2023, arXiv 2310.03714).
 *
 * <p><b>Steps.</b>
 *
 * <ol>
 *   <li><i>Look.</i> Run the program on training examples, as it is and with {@code max-labeled}
 *       labelled demos. What scored right is stock for demos; how often an example went wrong says
 *       how hard it is. With {@code max-rounds} above 1, what has no right run is tried again at
 *       temperature 1.
 *   <li><i>Draw</i> {@code candidates} sets: one to {@code max-bootstrapped} runs and labels up to
 *       {@code max-labeled} in all, mostly as many as allowed. Each place goes to the one of a
 *       random third of the examples that adds most to how well the set covers the inputs, an input
 *       being covered by the demo that shares most words with it (facility location); what runs got
 *       wrong counts up to five times as much, since it shows what the model does not do by itself.
 *       Runs that are only partly right are shown where there are too few right ones. A predictor
 *       whose inputs the labels lack gets runs in their place.
 *   <li>The sets compete on training examples by {@linkplain io.espalier.optimizers.race.Knockout
 *       successive halving}; what is among a program's own demos counts for nothing. Their right
 *       runs are stock, too, and their failures say more about what is hard.
 *   <li><i>Cross.</i> As many sets again, each mostly of the demos of two among the best four; they
 *       compete in the same way. While a limit leaves enough for another such generation, up to
 *       eight in all, there is one.
 *   <li>The four best of all meet in the {@link io.espalier.optimizers.race.Finals}.
 * </ol>
 *
 * <p>With {@code instructions} a candidate is a pair of instruction and demo set, and the search is
 * an ascent over the two coordinates. For each predictor with a choice, every instruction competes
 * without demos and with the labelled ones, and the one with the highest mean merit of both stays
 * (the program's own is among them and wins ties); the sets are drawn and tried under it; at the
 * end every other instruction is tried once with the best demo set.
 *
 * <p>With {@code stop-at-score}, the leader of each generation is scored on the validation set, and
 * the search ends when it reaches that score.
 *
 * <p><b>Parameters.</b> {@code candidates} (16 per generation), {@code max-bootstrapped} (4),
 * {@code max-labeled} (16), {@code max-rounds} (1), {@code metric-threshold} (0.5), {@code teacher}
 * (task), {@code stop-at-score} (none; 0 to 1), {@code instructions} (none), {@code parity} (none).
 *
 * <p><b>Cost.</b> For n training examples 2 n to look, about n x candidates / 2 for each of the two
 * generations, then the finals: up to 4 x |validation| + 2 n; with a limit about that limit. With m
 * instructions in all about m n more. Less where the budget covers less.
 *
 * <p><b>Source.</b> DSPy's {@code BootstrapFewShotWithRandomSearch}; {@code parity: dspy} has its
 * schedule ({@link OriginalRandomSearch}): a bootstrap of its own for every candidate, and each
 * candidate scored on the whole validation set. The instructions, the drawing by hardness and the
 * crossing are ours.
 */
public record BootstrapRandomSearch(
        int candidates,
        BootstrapSettings settings,
        @Nullable Double stopAtScore,
        Instructions instructions,
        boolean original)
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
        return original
                ? new OriginalRandomSearch(program, study, this).run()
                : new DemoSearch(program, study, this).run();
    }
}
