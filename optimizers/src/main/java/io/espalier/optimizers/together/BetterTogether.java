package io.espalier.optimizers.together;

import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.NotEnoughExamples;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.nested.Continued;
import io.espalier.optimizers.nested.Share;
import io.espalier.optimizers.race.Affordable;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Optimizes in phases, each of which starts from what the former one found: prompts, then weights
 * under these prompts, then prompts for these weights.
 *
 * <p><b>Idea.</b> Weights are trained on a program's own good runs, so better prompts give better
 * training data; and trained weights answer other prompts best than the ones they started with. In
 * turns the two go further than either alone (Soylu, Potts and Khattab, 2024, "Fine-tuning and
 * prompt optimization: two great steps that work better together", arXiv 2407.10930). Where no
 * weights can be trained, phases of prompts remain, and they too gain from one another: demos that
 * are taken from runs under better instructions.
 *
 * <p><b>Steps.</b>
 *
 * <ol>
 *   <li>For each phase of {@code strategy} in turn: give it an equal share of the budget that is
 *       left.
 *   <li>A phase of prompts (p) runs an optimizer, {@code prompt} in the first one and {@code then}
 *       in later ones, on the program as it is after the former phase ({@link Continued}): the
 *       learned instruction is the one that it improves on, and learned demos stay unless it finds
 *       better ones. Its result is the best of what it found and what it started from.
 *   <li>A phase of weights (w) trains under the prompts at hand ({@link WeightPhase}).
 *   <li>Every phase's result is scored on the validation examples. The best over all phases is the
 *       result: a later phase cannot make it worse.
 * </ol>
 *
 * <p><b>Parameters.</b> {@code strategy} ({@code p -> p}), {@code prompt} (trellis) and {@code
 * then} (bootstrap-random-search): any optimizers but {@code better-together} and {@code ensemble},
 * by name or as objects.
 *
 * <p><b>Cost.</b> That of its phases; what one asks that an earlier one asked is known. A limit is
 * shared equally, and what a phase leaves goes to those after it.
 *
 * <p><b>Source.</b> DSPy's {@code BetterTogether}, whose default is {@code p -> w -> p} with
 * BootstrapFewShotWithRandomSearch; the default here has no {@code w}, since no build trains
 * weights yet: a strategy with one is refused before a study starts. The original's optimizers
 * start from a copy of the student with its demos, and score everything anew in every phase.
 *
 * @param weights null where the build has none; then the strategy must have no such phase
 */
public record BetterTogether(
        Strategy strategy, Prompting first, Prompting later, @Nullable WeightPhase weights)
        implements Optimizer {

    public BetterTogether {
        if (strategy.trains() && weights == null) {
            throw new IllegalArgumentException(
                    "strategy: '" + strategy + "' has a phase of weights; " + CANNOT_TRAIN);
        }
    }

    /** What to do about a phase of weights. */
    public static final String CANNOT_TRAIN =
            "nothing here trains weights: use phases of prompts, such as 'p -> p', or a build that has"
                    + " a WeightPhase";

    /** An optimizer by its name. */
    public record Prompting(String name, Optimizer optimizer) {}

    @Override
    public ProgramState optimize(ProgramDefinition program, Study study) {
        if (study.training().isEmpty()) {
            throw new NotEnoughExamples("better-together: no training examples (needs 1)");
        }
        return new Run(study).run();
    }

    private final class Run {
        private final Study study;
        private final RandomStreams streams;
        private final List<String> standing = new ArrayList<>();

        Run(Study study) {
            this.study = study;
            this.streams = new RandomStreams(study.random().nextLong());
        }

        ProgramState run() {
            var best = study.evaluate(ProgramState.EMPTY, study.validation());
            var current = best;
            int phases = strategy.phases().size();
            for (int number = 1; number <= phases; number++) {
                long left = Affordable.metricCalls(study.budget());
                long calls = left == Long.MAX_VALUE ? left : left / (phases - number + 1);
                current = phase(number, calls, current);
                if (current.betterThan(best)) best = current;
            }
            study.note(
                    String.format(
                            Locale.ROOT,
                            "better-together: %s; the best scores %.1f",
                            String.join(", ", standing),
                            100 * best.mean()));
            return best.state();
        }

        private Evaluation phase(int number, long calls, Evaluation from) {
            var prompts = strategy.phases().get(number - 1) == Strategy.Phase.PROMPTS;
            var prompting = number == 1 ? first : later;
            var kind = prompts ? prompting.name() : "weights";
            var name = "phase " + number + " (" + kind + ")";
            var share = new Share(study, name, streams.stream(number), calls);
            Evaluation result;
            if (prompts) result = prompts(share, prompting.optimizer(), from);
            else result = weights(share, from);
            share.notes().forEach(study::note);
            standing.add(String.format(Locale.ROOT, "%s %.1f", name, 100 * result.mean()));
            return result;
        }

        /** The best of the phase, what it started from included. */
        private Evaluation prompts(Share share, Optimizer optimizer, Evaluation from) {
            var continued = new Continued(share, from.state());
            var best = from;
            try {
                var state = optimizer.optimize(continued.program(), continued);
                var found = share.evaluate(continued.state(state), study.validation());
                if (found.betterThan(best)) best = found;
            } catch (BudgetExhausted e) {
                share.note(share(e));
            }
            var reported = share.best();
            if (reported == null || reported.validation() == null) return best;
            return reported.validation().betterThan(best) ? reported.validation() : best;
        }

        private Evaluation weights(Share share, Evaluation from) {
            if (weights == null) throw new IllegalStateException(CANNOT_TRAIN);
            try {
                var state = weights.train(share, from.state());
                var trained = share.evaluate(state, study.validation());
                var why = "weights trained under these prompts";
                share.report(new Candidate("trained", state, why, List.of(), trained));
                return trained;
            } catch (BudgetExhausted e) {
                share.note(share(e));
                return from;
            }
        }

        private static String share(BudgetExhausted e) {
            return "better-together: a phase ended with its share of the budget: " + e.getMessage();
        }
    }
}
