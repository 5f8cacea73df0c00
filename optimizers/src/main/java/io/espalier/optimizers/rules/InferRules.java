package io.espalier.optimizers.rules;

import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.NotEnoughExamples;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.fewshot.Bootstrap;
import io.espalier.optimizers.fewshot.LabeledDemos;
import io.espalier.optimizers.fewshot.TraceDemos;
import io.espalier.optimizers.propose.Evidence;
import io.espalier.optimizers.race.Affordable;
import io.espalier.optimizers.race.Contest;
import io.espalier.optimizers.race.Contest.Entrant;
import io.espalier.optimizers.race.Finals;
import io.espalier.optimizers.race.Knockout;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows demos, and states the rules behind them: a model reads examples and runs, and writes down
 * what they have in common, as a list under each predictor's instruction.
 *
 * <p><b>Idea.</b> A demo teaches one case, a rule all cases of its kind; a language model that sees
 * enough cases side by side can say the rule (Honovich et al., 2022, "Instruction induction: from
 * few examples to natural language task descriptions", arXiv 2205.10782). It says it better when it
 * also sees where the program goes wrong for want of it.
 *
 * <p><b>Steps.</b>
 *
 * <ol>
 *   <li>Bootstrap demos along the training examples as {@link
 *       io.espalier.optimizers.fewshot.BootstrapFewShot} does. The program with them and the
 *       program as it is run on some training examples.
 *   <li>Ask the reflection model for rule sets from runs of the better one: up to 20 runs a
 *       request, wrong ones first and right ones beside them, with right results and the metric's
 *       feedback where it gives any; every request of a round reads other runs until all were read.
 *       A candidate has up to {@code rules} rules for each predictor, from the same runs.
 *   <li>The candidates compete on training examples by {@linkplain Knockout successive halving},
 *       beside the program that they were made from. In the next round, the best by {@linkplain
 *       Contest merit} of all until now is the one whose runs are read: its rules are revised,
 *       those of one predictor per candidate, in turn.
 *   <li>The best once more with demos from its own right runs, which know its rules.
 *   <li>The four best meet in the {@link Finals}, on validation examples that nothing has seen.
 * </ol>
 *
 * <p><b>Parameters.</b> {@code candidates} (10 rule sets in all), {@code rules} (10 at most per
 * predictor), {@code rounds} (2), {@code max-bootstrapped} (4) and {@code max-labeled} (8) demos
 * per predictor, {@code parity} (none).
 *
 * <p><b>Cost.</b> For T training examples up to T metric calls for the demos, 48 for the first
 * runs, about (candidates / 2 + rounds) x T for the rounds, then those of the finals: up to 4 x
 * |validation| + 2 T. Up to candidates x predictors requests. Under a limit, the demos may take a
 * third of what the finals leave, and each round gets an equal share of the rest.
 *
 * <p><b>Source.</b> DSPy's {@code InferRules}, with these differences; {@code parity: dspy} has the
 * original's schedule ({@link OriginalInferRules}).
 *
 * <ul>
 *   <li>The original shows every request the same labels of all training examples, so that its ten
 *       candidates differ by the draw alone, and labels say nothing about a predictor in the middle
 *       of a program. Here each request sees runs, other ones each time, by predictor.
 *   <li>The original keeps the best of its candidates even if the rules do harm: the program
 *       without rules does not compete. Here it does, and so does the one without demos.
 *   <li>The original scores each candidate on all validation examples; here those that fall behind
 *       stop early, on training examples, and validation data decide once, at the end.
 * </ul>
 */
public record InferRules(RulesSettings settings, boolean original) implements Optimizer {
    private static final int FINALISTS = 4;

    /** Training examples of the first look. */
    private static final int LOOK = 24;

    @Override
    public ProgramState optimize(ProgramDefinition program, Study study) {
        if (study.training().isEmpty()) {
            throw new NotEnoughExamples("infer-rules: no training examples (needs 1)");
        }
        if (original) return new OriginalInferRules(study, settings).optimize();
        var search = new Search(study);
        return Finals.decide(search.contest, FINALISTS, search::run).state();
    }

    private final class Search {
        private final Study study;
        private final ProgramDefinition program;
        private final RandomStreams streams;
        private final List<Example> examples;
        private final Contest contest;
        private final Entrant start;

        Search(Study study) {
            this.study = study;
            this.program = study.program();
            this.streams = new RandomStreams(study.random().nextLong());
            this.examples = Shuffled.of(study.training(), streams.stream(0));
            this.contest = new Contest(study);
            this.start =
                    contest.enter(ProgramState.EMPTY, "start", "the program as it is", null)
                            .orElseThrow();
        }

        void run() {
            long reserve = Finals.reserve(study, FINALISTS);
            bootstrap((Affordable.metricCalls(study.budget()) - reserve) / 3);
            // At least as much again is for what is made of it.
            look((Affordable.metricCalls(study.budget()) - reserve) / 2);
            var induction = new Induction(study, settings.rules());
            int made = 0;
            for (int round = 1; round <= settings.rounds(); round++) {
                int left = settings.rounds() - round + 1;
                int count = (settings.candidates() - made + left - 1) / left;
                // Fewer candidates than rounds are all made before the last round.
                if (count == 0) break;
                long calls = Affordable.metricCalls(study.budget()) - reserve;
                var size = Knockout.size(calls, left, count, examples.size());
                if (size.isEmpty()) {
                    if (made == 0) study.note("infer-rules: the budget covers no rules");
                    break;
                }
                var best = contest.leaders(1).getFirst();
                var fresh = propose(induction, best, round, size.get().challengers());
                made += count;
                if (fresh.isEmpty()) continue;
                Knockout.run(contest, best, fresh, examples.subList(0, size.get().examples()));
                contest.secureLeader();
            }
            showOwnRuns(contest.leaders(1).getFirst());
        }

        /**
         * @param calls metric calls that the walk may take
         */
        private void bootstrap(long calls) {
            int tries = settings.demos().maxRounds();
            int most = (int) Math.clamp(calls / tries, 0, examples.size());
            var order = examples.subList(0, most);
            var random = streams.stream(1);
            var walk = new Bootstrap(program, start.state(), order, settings.demos(), random);
            try {
                Bootstrap.walk(study, List.of(walk));
            } catch (BudgetExhausted e) {
                // Rules can do without demos, whose runs take the most tokens.
                return;
            }
            for (var predictor : program.predictors()) {
                for (var example : order) {
                    contest.origin(LabeledDemos.of(predictor, example), example);
                }
                walk.successes().forEach((place, run) -> origins(run, order.get(place)));
            }
            contest.enter(walk.student(), "demos", "demos bootstrapped from its runs", start);
        }

        private void origins(Outcome run, Example example) {
            for (var predictor : program.predictors()) {
                for (var demo : TraceDemos.all(run.trace(), predictor.path())) {
                    contest.origin(demo, example);
                }
            }
        }

        private void look(long calls) {
            var all = contest.entrants();
            int most = (int) Math.clamp(calls / all.size(), 0, Math.min(LOOK, examples.size()));
            var seen = examples.subList(examples.size() - most, examples.size());
            contest.run(contest.covered(all, seen), seen);
        }

        private List<Entrant> propose(Induction induction, Entrant best, int round, int count) {
            var evidence = new Evidence(runs(best), streams.stream(1L + round));
            var requests = new ArrayList<Induction.Request>();
            for (int i = 0; i < count; i++) {
                var predictors = program.predictors();
                int turn = i % predictors.size();
                // What one predictor's rules are worth shows when the others stay.
                var some = round == 1 ? predictors : predictors.subList(turn, turn + 1);
                int draw = round * settings.candidates() + i;
                requests.add(new Induction.Request(some, evidence.next(), draw));
            }
            var states = induction.states(best.state(), start.state(), requests);
            var fresh = new ArrayList<Entrant>();
            for (int i = 0; i < count; i++) {
                var state = states.get(i);
                if (state.isEmpty()) continue;
                var label = "rules " + round + "." + (i + 1);
                var rationale = "rules from runs of '" + best.label() + "'";
                contest.enter(state.get(), label, rationale, best).ifPresent(fresh::add);
            }
            return fresh;
        }

        /** Without examples among its demos, which it knows the answers of. */
        private Map<Example, Outcome> runs(Entrant entrant) {
            var runs = new LinkedHashMap<Example, Outcome>();
            for (var example : study.training()) {
                if (contest.shows(entrant, example)) continue;
                contest.outcome(entrant, example).ifPresent(o -> runs.put(example, o));
            }
            return runs;
        }

        private void showOwnRuns(Entrant best) {
            var right = new ArrayList<Map.Entry<Example, Outcome>>();
            for (var run : runs(best).entrySet()) {
                if (run.getValue().answer() >= Evidence.RIGHT) right.add(run);
            }
            int most = Math.min(right.size(), settings.demos().maxBootstrapped());
            var chosen = Shuffled.sample(right, most, streams.stream(-1));
            if (chosen.isEmpty()) return;
            for (var run : chosen) origins(run.getValue(), run.getKey());
            var state = best.state();
            for (var predictor : program.predictors()) {
                var demos = demos(chosen, predictor.path());
                state = state.change(predictor.path(), p -> p.withDemos(demos));
            }
            contest.enter(state, "own demos", "the best with demos from its right runs", best);
        }

        private List<Demo> demos(List<Map.Entry<Example, Outcome>> runs, String predictor) {
            var demos = new ArrayList<Demo>();
            for (var run : runs) {
                TraceDemos.of(run.getValue().trace(), predictor).ifPresent(demos::add);
            }
            return demos;
        }
    }
}
