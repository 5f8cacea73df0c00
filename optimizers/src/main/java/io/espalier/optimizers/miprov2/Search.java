package io.espalier.optimizers.miprov2;

import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.propose.Evidence;
import io.espalier.optimizers.sampler.Observation;
import io.espalier.optimizers.sampler.QuasiRandomSampler;
import io.espalier.optimizers.sampler.RandomSampler;
import io.espalier.optimizers.sampler.Sampler;
import io.espalier.optimizers.sampler.Tpe;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The search of {@link MiproV2}, round by round. */
final class Search {
    /** Enough for the densities to say something; the first trials are designed, not drawn. */
    private static final Tpe TPE = new Tpe(3, 24, Tpe.Form.MULTIVARIATE, false);

    /** Stream of the quasi-random sequence's shift. */
    private static final int SHIFT = 2;

    /** Trials of a batch may go by a laxer test than those on all examples: they can come again. */
    private static final double BATCH_ALPHA = 0.2;

    /** With fewer examples each, a play-off says nothing. */
    private static final int LEAST_PLAY_OFF = 10;

    private final Study study;
    private final MiproSettings settings;
    private final RandomStreams streams;
    private final Choices choices;
    private final TrainingRuns runs;
    private final GroundedProposer proposer;
    private final Growth growth;
    private final Sampler sampler;
    private final List<Example> examples;
    private final Board board;
    private final Plan plan;

    Search(ProgramDefinition program, Study study, MiproSettings settings) {
        this.study = study;
        this.settings = settings;
        streams = new RandomStreams(study.random().nextLong());
        choices = new Choices(program);
        runs = new TrainingRuns(study, settings, streams.stream(0));
        proposer = new GroundedProposer(study, settings.temperature());
        growth = new Growth(choices, runs, proposer);
        sampler =
                switch (settings.guide()) {
                    case TPE -> TPE;
                    case RANDOM -> new RandomSampler();
                    case QUASI_RANDOM -> new QuasiRandomSampler(streams.stream(SHIFT).nextLong());
                };
        var validation = Shuffled.of(study.validation(), streams.stream(1));
        examples =
                validation.subList(0, Math.min(settings.effort().validation(), validation.size()));
        board = new Board(study, choices, examples);
        plan = new Plan(study, settings, examples.size());
    }

    ProgramState run() {
        try (var _ = study.keep(examples.size() - plan.batch())) {
            rounds();
        } catch (BudgetExhausted e) {
            study.budgetEnded(e.getMessage());
        }
        finals();
        board.reportOthers();
        if (perfect()) study.converged("the best candidate is right on every validation example");
        return board.best().state();
    }

    private void rounds() {
        for (int round = 0; plan.covers(board.tried()) && !perfect(); round++) {
            if (!round(round)) break;
        }
    }

    private boolean perfect() {
        return board.best().seen().reaches(Evidence.RIGHT);
    }

    /**
     * @return false when there was nothing new to try
     */
    private boolean round(int round) {
        var random = streams.stream(100L + round);
        var batch = batch(round);
        var trials = trials(round, batch, random);
        if (trials.isEmpty()) return false;
        var raced = board.race(trials, batch, BATCH_ALPHA);
        double level = mean(board.best(), batch);
        var promoted =
                raced.stream()
                        .filter(t -> !t.stopped() && t.seen().mean() > level)
                        .sorted(board.order())
                        .limit(Plan.PROMOTED)
                        .toList();
        board.promote(promoted, batch);
        return true;
    }

    private static double mean(Trial trial, List<Example> on) {
        double sum = 0;
        for (int i = 0; i < trial.seen().examples().size(); i++) {
            if (on.contains(trial.seen().examples().get(i))) {
                sum += trial.seen().outcomes().get(i).value();
            }
        }
        return sum / on.size();
    }

    /**
     * New instructions and demo sets with each other, then what the sampler suggests; fewer where
     * these take more of other things than metric calls than the budget covers.
     */
    private List<Trial> trials(int round, List<Example> batch, RandomGenerator random) {
        learn(round, random);
        int count = plan.trials(board.tried());
        int fresh = round == 0 ? count : (count + 1) / 2;
        var instructions = growth.instructions(board.best(), fresh, random);
        Map<String, List<Integer>> demoSets =
                settings.demos()
                        ? growth.demoSets(
                                round == 0 ? settings.candidateCount() - 1 : fresh, random)
                        : Map.of();
        var trials = new ArrayList<Trial>();
        var tooDear = false;
        for (int i = 0; i < fresh && trials.size() < count; i++) {
            var both = growth.design(board.best(), instructions, demoSets, i);
            var told = growth.design(board.best(), instructions, Map.of(), i);
            var covered =
                    Stream.of(both, told).filter(a -> board.covers(trials, a, batch)).findFirst();
            if (covered.isEmpty()) {
                tooDear = true;
            } else if (!board.has(covered.get())) {
                trials.add(board.add(covered.get(), "new instructions and demos"));
            }
        }
        while (trials.size() < count) {
            var suggested = sampler.suggest(choices.space(), history(trials), random);
            if (suggested.isEmpty()) break;
            if (!board.covers(trials, suggested.get(), batch)) {
                tooDear = true;
                break;
            }
            trials.add(board.add(suggested.get(), settings.guide().rationale()));
        }
        if (trials.isEmpty() && tooDear) {
            study.budgetEnded("what is left of the budget does not cover another trial");
        }
        return trials;
    }

    /** Trials that are about to run count as running. */
    private List<Observation> history(List<Trial> running) {
        var history = new ArrayList<>(board.history());
        for (var trial : running) {
            history.set(
                    trial.number(),
                    new Observation(trial.number(), trial.assignment(), new Observation.Running()));
        }
        return history;
    }

    /** Looks at the data, and at what the best program does with some of them. */
    private void learn(int round, RandomGenerator random) {
        if (round == 0) proposer.look(study.training());
        var state = board.best().state();
        runs.run(round == 0 ? runs.labelled(state, random) : state, plan.training(round));
    }

    /** The same examples for all trials of a round, other ones for the next. */
    private List<Example> batch(int round) {
        var batch = new ArrayList<Example>();
        for (int i = 0; i < plan.batch(); i++) {
            batch.add(examples.get((round * plan.batch() + i) % examples.size()));
        }
        return batch;
    }

    /**
     * What is left of the budget goes to trials that may yet turn out to be the best, then to
     * telling the best two apart.
     */
    private void finals() {
        while (!perfect()) {
            long left = plan.left();
            var next =
                    board.open().stream()
                            .filter(t -> examples.size() - t.seen().examples().size() <= left)
                            .filter(t -> board.promise(t) > 0)
                            .findFirst();
            if (next.isEmpty()) break;
            board.promote(List.of(next.get()), next.get().seen().examples());
        }
        if (!perfect()) playOff();
    }

    /** Training examples that neither of the two shows as a demo are as good as any for that. */
    private void playOff() {
        var two = board.leaders(2);
        if (two.size() < 2) return;
        var states = two.stream().map(Trial::state).toList();
        var unseen = runs.notShown(states);
        int each = (int) Math.min(unseen.size(), plan.left() / 2);
        if (each < LEAST_PLAY_OFF) return;
        var scores = study.evaluateAll(states, unseen.subList(0, each));
        var first = two.getFirst().seen().and(scores.getFirst());
        var second = two.getLast().seen().and(scores.getLast());
        if (second.betterThan(first)) board.prefer(two.getLast());
    }
}
