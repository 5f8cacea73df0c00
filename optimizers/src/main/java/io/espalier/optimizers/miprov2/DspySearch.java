package io.espalier.optimizers.miprov2;

import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.propose.ShownRuns;
import io.espalier.optimizers.sampler.Assignment;
import io.espalier.optimizers.sampler.Observation;
import io.espalier.optimizers.sampler.Tpe;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * DSPy's search, faults included: all proposals before the first trial, trials one after another on
 * examples of their own, ten random ones first, configurations that come again, full evaluations of
 * the best mean on a fixed schedule.
 */
final class DspySearch {
    private static final Tpe TPE = new Tpe(10, 24, Tpe.Form.MULTIVARIATE, true);
    private static final int DEMOS_SHOWN = 3;

    /** One line of the log. */
    record Logged(int number, boolean full, Assignment assignment, double score, int examples) {}

    private final Study study;
    private final MiproSettings settings;
    private final DspySchedule schedule;
    private final RandomStreams streams;
    private final RandomGenerator random;
    private final Choices choices;
    private final List<Example> validation;
    private final List<Logged> log = new ArrayList<>();
    private final Map<Assignment, List<Double>> batchScores = new LinkedHashMap<>();
    private ProgramState best = ProgramState.EMPTY;
    private double bestScore;

    DspySearch(ProgramDefinition program, Study study, MiproSettings settings) {
        this.study = study;
        this.settings = settings;
        this.schedule = DspySchedule.of(settings, study);
        this.streams = new RandomStreams(study.random().nextLong());
        this.random = streams.stream(-1);
        this.choices = new Choices(program);
        this.validation = Shuffled.sample(study.validation(), schedule.validation(), random);
    }

    List<Logged> log() {
        return List.copyOf(log);
    }

    Choices choices() {
        return choices;
    }

    ProgramState run() {
        var sets = DspyDemos.sets(study, settings, streams);
        propose(sets);
        if (schedule.demoSets() > 0) {
            for (var set : sets.subList(1, sets.size())) {
                for (var predictor : choices.predictors()) {
                    choices.appendDemos(predictor, set.of(predictor.path()).demos());
                }
            }
        }
        full(choices.original(), 1);
        for (int trial = 0; trial < schedule.trials(); trial++) trial(log.size() + 1);
        return best;
    }

    /** One instruction per demo set; the first one gives way to the original. */
    private void propose(List<ProgramState> sets) {
        var proposer = new GroundedProposer(study, settings.temperature());
        proposer.look(study.training());
        var requests = new ArrayList<GroundedProposer.Request>();
        for (var predictor : choices.predictors()) {
            for (int i = 1; i < schedule.instructions(); i++) {
                requests.add(
                        new GroundedProposer.Request(
                                ProgramState.EMPTY,
                                predictor,
                                new ShownRuns(false, demos(predictor, sets, i)),
                                Tip.draw(random)));
            }
        }
        var written = proposer.propose(requests);
        for (int i = 0; i < requests.size(); i++) {
            var predictor = requests.get(i).predictor();
            var own = predictor.signature().instruction();
            choices.appendInstruction(predictor, written.get(i).orElse(own == null ? "" : own));
        }
    }

    /** Bootstrapped demos of a set, then of those after it. */
    private static String demos(Predictor predictor, List<ProgramState> sets, int from) {
        return IntStream.range(0, sets.size())
                .mapToObj(i -> sets.get((from + i) % sets.size()))
                .flatMap(set -> set.of(predictor.path()).demos().stream())
                .filter(demo -> demo.augmented())
                .limit(DEMOS_SHOWN)
                .map(demo -> GroundedProposer.text(demo.values()))
                .collect(Collectors.joining("\n"));
    }

    private void trial(int number) {
        var assignment = TPE.suggest(choices.space(), history(), random).orElseThrow();
        if (!schedule.minibatches()) {
            full(assignment, number);
            return;
        }
        var batch = Shuffled.sample(validation, schedule.minibatch(), random);
        double score = study.evaluate(choices.state(assignment), batch).mean();
        log.add(new Logged(number, false, assignment, score, batch.size()));
        batchScores.computeIfAbsent(assignment, a -> new ArrayList<>()).add(score);
        if (schedule.fullAfter(number)) full(highestMean(), number + 1);
    }

    /** Of the configurations that were not fully evaluated after a trial; the first of equals. */
    private Assignment highestMean() {
        var done =
                log.stream()
                        .filter(l -> l.full() && l.number() > 1)
                        .map(Logged::assignment)
                        .toList();
        return batchScores.entrySet().stream()
                .sorted(Comparator.comparingDouble(e -> -mean(e.getValue())))
                .map(Map.Entry::getKey)
                .filter(assignment -> !done.contains(assignment))
                .findFirst()
                .orElseGet(() -> log.getLast().assignment());
    }

    private static double mean(List<Double> scores) {
        return scores.stream().mapToDouble(s -> s).average().orElse(0);
    }

    private void full(Assignment assignment, int number) {
        var evaluation = study.evaluate(choices.state(assignment), validation);
        log.add(new Logged(number, true, assignment, evaluation.mean(), validation.size()));
        report(number, assignment, evaluation);
        if (number > 1 && evaluation.mean() <= bestScore) return;
        best = evaluation.state();
        bestScore = evaluation.mean();
    }

    private void report(int number, Assignment assignment, Evaluation evaluation) {
        var why = number == 1 ? "the program as it is" : choices.describe(assignment);
        var whole = validation.size() == study.validation().size();
        var ordered = whole ? Board.inOrder(evaluation, study.validation()) : null;
        study.report(new Candidate("trial " + number, evaluation.state(), why, List.of(), ordered));
    }

    /** The sampler learns from full evaluations as from trials. */
    private List<Observation> history() {
        return log.stream()
                .map(l ->
                        new Observation(
                                l.number(), l.assignment(), new Observation.Complete(l.score())))
                .toList();
    }
}
