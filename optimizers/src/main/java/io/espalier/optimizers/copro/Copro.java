package io.espalier.optimizers.copro;

import static io.espalier.optimizers.propose.Evidence.RIGHT;

import io.espalier.optimizers.NotEnoughExamples;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.copro.Proposals.Attempt;
import io.espalier.optimizers.copro.Proposals.Evidence;
import io.espalier.optimizers.propose.Case;
import io.espalier.optimizers.propose.ProgramOutline;
import io.espalier.optimizers.race.Affordable;
import io.espalier.optimizers.race.Contest;
import io.espalier.optimizers.race.Contest.Entrant;
import io.espalier.optimizers.race.Finals;
import io.espalier.optimizers.race.Knockout;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Coordinate ascent on instructions: one predictor after the other tries many instructions, keeps
 * the best, and its attempts with their scores teach the next ones.
 *
 * <p><b>Idea.</b> A language model that sees instructions together with the scores they came to
 * writes better ones (Yang et al., 2023, "Large language models as optimizers", arXiv 2309.03409).
 * A program's predictors are its coordinates: while one changes, the others stay at their best.
 *
 * <p><b>Steps.</b>
 *
 * <ol>
 *   <li>Run the program on some training examples.
 *   <li>For each predictor in turn, ask the reflection model for {@code breadth} instructions.
 *       Every request shows other examples, wrong ones first: what the predictor read and wrote,
 *       the right result, the score. In the first round all requests show the instruction in force;
 *       later half of them show the best {@code breadth} attempts with scores in its place.
 *   <li>The new instructions compete on training examples by {@linkplain Knockout successive
 *       halving}, beside the program as it was. The best by {@linkplain Contest merit} of all until
 *       now is the program to go on with.
 *   <li>After {@code depth} rounds over the predictors, the four best meet in the {@link Finals}.
 * </ol>
 *
 * <p><b>Parameters.</b> {@code breadth} (10 per predictor and round, at least 2), {@code depth} (3
 * rounds), {@code parity} (none).
 *
 * <p><b>Cost.</b> For P predictors and n training examples about P x depth x breadth x n / 2 metric
 * calls, then those of the finals: up to 4 x |validation| + 2 n. P x depth x breadth requests.
 * Under a limit, each round gets an equal share of what the finals leave, and uses as many examples
 * as that covers.
 *
 * <p><b>Source.</b> DSPy's {@code COPRO}, with these differences; {@code parity: dspy} has the
 * original's schedule ({@link OriginalCopro}).
 *
 * <ul>
 *   <li>The original's proposer sees an instruction and nothing of the task: from "Solve the
 *       problem." nobody can know what problem. Here it sees the program's outline, examples and
 *       failures.
 *   <li>The original scores every instruction on the whole training set, and for programs of
 *       several predictors every earlier one again in every round: breadth x depth x (depth + 1) /
 *       2 scorings per predictor. Here less than half of breadth x depth; what changed around an
 *       instruction is tried with the new ones only.
 *   <li>The original also writes a prefix for the last output field, which no adapter has shown
 *       since years; it is left out.
 *   <li>Repeated instructions are not scored again. The last choice is made on validation data.
 * </ul>
 */
public record Copro(CoproSettings settings, boolean original) implements Optimizer {
    private static final int FINALISTS = 4;

    /** Training examples of the first look. */
    private static final int LOOK = 24;

    /** Examples that one request shows. */
    private static final int SHOWN = 10;

    @Override
    public ProgramState optimize(ProgramDefinition program, Study study) {
        if (study.training().isEmpty()) {
            throw new NotEnoughExamples("copro: no training examples (needs 1)");
        }
        if (original) return new OriginalCopro(study, settings).optimize();
        var contest = new Contest(study);
        contest.enter(ProgramState.EMPTY, "start", "the program as it is", null);
        return Finals.decide(contest, FINALISTS, () -> climb(program, study, contest)).state();
    }

    private void climb(ProgramDefinition program, Study study, Contest contest) {
        var streams = new RandomStreams(study.random().nextLong());
        var examples = Shuffled.of(study.training(), streams.stream(0));
        long reserve = Finals.reserve(study, FINALISTS);
        long spare = Math.max(0, Affordable.metricCalls(study.budget()) - reserve);
        int seen = (int) Math.min(Math.min(LOOK, examples.size()), spare / 4);
        contest.run(contest.entrants(), examples.subList(0, seen));
        int rounds = settings.depth() * program.predictors().size();
        int round = 0;
        for (int depth = 1; depth <= settings.depth(); depth++) {
            for (var predictor : program.predictors()) {
                long left = Affordable.metricCalls(study.budget()) - reserve;
                var size = Knockout.size(left, rounds - round, settings.breadth(), examples.size());
                if (size.isEmpty()) {
                    if (round == 0) study.note("copro: the budget covers no new instruction");
                    return;
                }
                round++;
                var best = contest.leaders(1).getFirst();
                var random = streams.stream(round);
                int breadth = size.get().challengers();
                var fresh = propose(study, contest, best, predictor, depth, breadth, random);
                if (fresh.isEmpty()) continue;
                Knockout.run(contest, best, fresh, examples.subList(0, size.get().examples()));
                contest.secureLeader();
            }
        }
    }

    private List<Entrant> propose(
            Study study,
            Contest contest,
            Entrant best,
            Predictor predictor,
            int depth,
            int breadth,
            RandomGenerator random) {
        var attempts = depth == 1 ? List.<Attempt>of() : attempts(contest, predictor);
        var asked = new ArrayList<Evidence>();
        for (int i = 0; i < breadth; i++) {
            var learned = i % 2 == 0 ? attempts : List.<Attempt>of();
            var runs = runs(study, contest, best, predictor, random);
            var draw = depth * settings.breadth() + i;
            asked.add(new Evidence(best.state(), predictor, runs, learned, draw));
        }
        var texts = Proposals.ask(study, asked);
        var fresh = new ArrayList<Entrant>();
        for (int i = 0; i < texts.size(); i++) {
            var text = texts.get(i);
            if (text.isEmpty()) continue;
            var state = best.state().change(predictor.path(), p -> p.withInstruction(text.get()));
            var label = "round " + depth + ", " + predictor.path() + " " + (i + 1);
            var from = asked.get(i).attempts().isEmpty() ? "its runs" : "scored attempts";
            var rationale = "an instruction for '" + predictor.path() + "' from " + from;
            contest.enter(state, label, rationale, best).ifPresent(fresh::add);
        }
        return fresh;
    }

    /** Runs of the best program, wrong ones first, otherwise at random. */
    private static List<Case> runs(
            Study study,
            Contest contest,
            Entrant best,
            Predictor predictor,
            RandomGenerator random) {
        var seen =
                study.training().stream()
                        .filter(e -> contest.outcome(best, e).isPresent())
                        .toList();
        var wrong = new ArrayList<Case>();
        var right = new ArrayList<Case>();
        for (var example : Shuffled.of(seen, random)) {
            var outcome = contest.outcome(best, example).orElseThrow();
            var run = Case.of(study.program(), predictor.path(), example, outcome);
            (outcome.value() < RIGHT ? wrong : right).add(run);
        }
        int wrongs = Math.min(wrong.size(), Math.max(SHOWN * 3 / 4, SHOWN - right.size()));
        var shown = new ArrayList<>(wrong.subList(0, wrongs));
        shown.addAll(right.subList(0, Math.min(right.size(), SHOWN - wrongs)));
        return shown;
    }

    /** The predictor's best instructions, each with its best score, the best last. */
    private List<Attempt> attempts(Contest contest, Predictor predictor) {
        var scores = new LinkedHashMap<String, Double>();
        for (var entrant : contest.leaders(contest.entrants().size())) {
            var instruction = ProgramOutline.instruction(predictor, entrant.state());
            scores.putIfAbsent(instruction, contest.expected(entrant));
        }
        var attempts = new ArrayList<Attempt>();
        scores.forEach((instruction, score) -> attempts.add(new Attempt(instruction, score)));
        return attempts.subList(0, Math.min(settings.breadth(), attempts.size())).reversed();
    }
}
