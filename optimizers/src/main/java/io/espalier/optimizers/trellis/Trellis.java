package io.espalier.optimizers.trellis;

import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.NotEnoughExamples;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.fewshot.LabeledDemos;
import io.espalier.optimizers.race.Informative;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Writes instructions that state what the data shows, chooses demos for what they add to them, and
 * spends its scorings where they decide something. The house's own.
 *
 * <p><b>Idea.</b> The searches that it learned from each leave something on the table. GEPA reads a
 * few runs per reflection and pays a scoring for every reading; yet reading twenty runs costs one
 * call of the reflection model, and scoring what came of it costs dozens of calls of the task's.
 * MIPROv2 draws instructions that never saw a failure, and demos that were bootstrapped under the
 * poor instruction that it is about to replace. SIMBA compares programs by averages over different
 * examples. Trellis therefore reads much and scores little: a draft is revised several times, each
 * time over runs that it has not read, before it is scored at all; demos are the right runs of the
 * very instruction that they will be shown with; and everything that is compared has been scored on
 * the same examples, by halvings with a paired test. All parts share one pool of runs: what was
 * scored to rank instructions is also the evidence of the next reflection and the stock of demos.
 *
 * <p><b>Steps.</b>
 *
 * <ol>
 *   <li><i>Look.</i> Run the unoptimized program on training examples.
 *   <li><i>Draft.</i> {@code chains} drafts side by side, each through {@code depth} reflections. A
 *       reflection sees up to 20 runs, wrong ones first and some right ones beside them, with the
 *       expected results, the metric's feedback where it gives any, and the current instruction; it
 *       rewrites every predictor's instruction. Each chain deals itself other runs until all have
 *       been read. Where a metric explains nothing, the contrast of right and wrong runs has to.
 *   <li><i>Rank</i> drafts and original by successive halving on training examples; one that is
 *       significantly worse than the leader leaves at once. Examples come first on which the
 *       candidates so far disagree.
 *   <li><i>Revise.</i> Half as many chains, half as deep, over the leader's own runs, whose
 *       failures are those that the instruction still leaves. For programs of several predictors
 *       also crosses of the two best, one predictor from each, which tells whose rewrite it was
 *       that helped. Rank again.
 *   <li><i>Show.</i> From the right runs of the best: demo sets of 4, 8, ... {@code max-demos},
 *       once chosen greedily to cover the training inputs (each input is covered by the demo that
 *       shares most words with it; what runs got wrong weighs up to double), once at random. With
 *       too few right runs, labelled examples stand in.
 *   <li><i>Finals.</i> The rest, about four tenths of all calls, tells these and the bare
 *       instructions apart by halving on validation examples, which no part before has seen. The
 *       winner is scored on all of them.
 * </ol>
 *
 * <p><b>Parameters.</b> {@code effort} (medium; light spends half, heavy twice as much), {@code
 * chains} (4), {@code depth} (3), {@code max-demos} (8; 0 leaves demos out).
 *
 * <p><b>Cost.</b> About effort x (350 + 3.5 min(V, 300)) + V metric calls for V validation examples
 * beside the scoring of the unoptimized program, of which about a fifth is mostly saved, since
 * parts ask for the same runs; less where the budget leaves less. Limits on model calls, tokens and
 * cost are translated by what the first scoring took, and at each step only what could still be
 * scored is run. Proposals: predictors x (chains x depth + about half as many for revisions), 16
 * each by default.
 *
 * <p><b>Sources.</b> Agrawal et al., 2025 (GEPA, arXiv 2507.19457) for reflection and crosses;
 * Opsahl-Ong et al., 2024 (MIPRO, arXiv 2406.11695) for instruction and demos as one choice;
 * Khattab et al., 2023 (arXiv 2310.03714) for demos from right runs; Jamieson and Talwalkar, 2016
 * (arXiv 1502.07943) for halving; Waudby-Smith and Ramdas, 2024 (arXiv 2010.09686) for the test;
 * facility location by greedy choice after Nemhauser, Wolsey and Fisher, 1978. Measurements and
 * ablations: {@code docs/benchmarks/quality.md}.
 */
public record Trellis(Effort effort, int chains, int depth, int maxDemos) implements Optimizer {

    /** Examples on which contestants are to be compared at the least. */
    private static final int LEAST = 8;

    /** Demo sets grow by so many. */
    private static final int STEP = 4;

    /** How much is spent, as a multiple of what is usual. */
    public enum Effort {
        LIGHT(0.5),
        MEDIUM(1),
        HEAVY(2);

        final double factor;

        Effort(double factor) {
            this.factor = factor;
        }

        public static Effort of(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }
    }

    @Override
    public ProgramState optimize(ProgramDefinition program, Study study) {
        if (study.training().isEmpty()) {
            throw new NotEnoughExamples("trellis: no training examples (needs 1)");
        }
        return new Search(program, study).run();
    }

    private final class Search {
        private final ProgramDefinition program;
        private final Study study;
        private final RandomStreams streams;
        private final List<Example> training;
        private final List<Example> validation;
        private final Plan plan;
        private final Runs runs;
        private final Drafts drafts;
        private final History history;
        private ProgramState leader = ProgramState.EMPTY;

        Search(ProgramDefinition program, Study study) {
            this.program = program;
            this.study = study;
            this.streams = new RandomStreams(study.random().nextLong());
            this.training = Shuffled.of(study.training(), streams.stream(0));
            this.validation = Shuffled.of(study.validation(), streams.stream(1));
            this.plan = Plan.of(study, effort.factor);
            this.runs = new Runs(study);
            this.drafts = new Drafts(study, runs, streams.stream(2));
            this.history = new History(study, runs);
        }

        ProgramState run() {
            try {
                search();
            } catch (BudgetExhausted e) {
                // A limit that could only be estimated ended it early: what leads is the result.
                study.budgetEnded(e.getMessage());
            }
            history.won(leader);
            return leader;
        }

        private void search() {
            List<ProgramState> ranked;
            try (var _ = study.keep(validation.size())) {
                ranked = instructions();
            }
            int calls = Math.max(0, plan.finals() - validation.size());
            var all = payable(finalists(ranked).stream().distinct().toList());
            var finalists = all.subList(0, Math.clamp(calls / LEAST, 1, all.size()));
            var order = new Halving(study, runs, validation, true).rank(finalists, calls);
            leader = payable(order).getFirst();
            history.scored(finalists, validation, "validation", List.of(leader));
        }

        /** All of the second round, best first. */
        private List<ProgramState> instructions() {
            var unoptimized = ProgramState.EMPTY;
            runs.score(List.of(unoptimized), training.subList(0, plan.look()));

            // A small budget compares fewer: to tell two apart takes some examples.
            int most = Math.clamp(plan.round() / LEAST, 1, chains);
            var first = drafts.of(unoptimized, most, depth);
            history.made("draft", first, "instructions from the runs", List.of(unoptimized));
            var ranked = rank(with(List.of(unoptimized), first));

            var second = drafts.of(leader, (most + 1) / 2, (depth + 1) / 2);
            history.made("revision", second, "instructions from its own runs", List.of(leader));
            var best = ranked.subList(0, Math.min(2, ranked.size()));
            var crossed = Crossing.of(program, best);
            history.made("cross", crossed, "one predictor from each parent", best);
            return rank(with(List.of(leader), second, crossed));
        }

        private List<ProgramState> rank(List<ProgramState> contestants) {
            var order = Informative.first(training, runs::scores);
            var ranked = new Halving(study, runs, order, false).rank(contestants, plan.round());
            // The best two may come to the finals.
            var in = ranked.subList(0, Math.min(2, ranked.size()));
            history.scored(contestants, training, "training", in);
            leader = ranked.getFirst();
            // A limit of time may end the search at any moment: what leads must be known by then.
            if (study.budget().limits().time() != null) history.leads(leader);
            return ranked;
        }

        /** The best instructions bare and with demos, and the second best with its own. */
        private List<ProgramState> finalists(List<ProgramState> ranked) {
            var best = ranked.getFirst();
            var harvest = training.subList(0, plan.harvest());
            runs.score(List.of(best), harvest.subList(0, runs.covered(best, harvest)));
            var choice = new DemoChoice(program, training, runs);
            var random = streams.stream(3);
            var covering = new ArrayList<ProgramState>();
            for (int size = STEP; size <= maxDemos; size += STEP) {
                covering.add(choice.covering(best, size, random));
            }
            history.made("covering", covering, "demos that cover the inputs", List.of(best));
            var some = List.of(choice.some(best, maxDemos, random));
            history.made("demos", some, "demos of its right runs", List.of(best));
            var labelled = new ArrayList<ProgramState>();
            if (choice.right(best).size() < maxDemos) labelled.add(labelled(best));
            history.made("labelled", labelled, "labelled examples as demos", List.of(best));
            var second = new ArrayList<ProgramState>();
            if (ranked.size() > 1) {
                second.add(choice.covering(ranked.get(1), maxDemos, random));
                var parent = List.of(ranked.get(1));
                history.made("second", second, "the second best instructions, with demos", parent);
            }
            return with(covering.reversed(), List.of(best), some, second, labelled);
        }

        /** Those that can still be scored on all validation examples; all of them if none can. */
        private List<ProgramState> payable(List<ProgramState> states) {
            var payable =
                    states.stream()
                            .filter(state -> runs.covered(List.of(state), validation) == 1)
                            .toList();
            return payable.isEmpty() ? states : payable;
        }

        private ProgramState labelled(ProgramState state) {
            return LabeledDemos.state(
                    program,
                    state,
                    p -> LabeledDemos.sample(p, training, maxDemos, streams.stream(4)));
        }

        @SafeVarargs
        private static List<ProgramState> with(List<ProgramState>... lists) {
            return Stream.of(lists).flatMap(List::stream).toList();
        }
    }
}
