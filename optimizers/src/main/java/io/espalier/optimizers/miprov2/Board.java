package io.espalier.optimizers.miprov2;

import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.race.Race;
import io.espalier.optimizers.sampler.Assignment;
import io.espalier.optimizers.sampler.Observation;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All trials, and the best of those that were scored on every validation example. */
final class Board {
    private final Study study;
    private final Choices choices;
    private final List<Example> examples;
    private final Map<Example, Double> original = new HashMap<>();
    private final List<Trial> trials = new ArrayList<>();
    private Trial best;

    /**
     * Scores the program as it is, which every other trial is compared with.
     *
     * @param examples of validation, in the order of trying
     */
    Board(Study study, Choices choices, List<Example> examples) {
        this.study = study;
        this.choices = choices;
        this.examples = List.copyOf(examples);
        var state = choices.state(choices.original());
        var seen = study.evaluate(state, examples);
        for (int i = 0; i < examples.size(); i++) {
            original.put(examples.get(i), seen.outcomes().get(i).value());
        }
        var first = "the program as it is";
        best = new Trial(0, choices.original(), state, first, List.of(), seen, false);
        trials.add(best);
        study.report(candidate(best));
    }

    Trial best() {
        return best;
    }

    /** Configurations beside the original. */
    int tried() {
        return trials.size() - 1;
    }

    /** What a sampler should know. */
    List<Observation> history() {
        return trials.stream().map(t -> t.observation(original)).toList();
    }

    /** A configuration to try, not yet scored on anything. */
    Trial add(Assignment assignment, String rationale) {
        var state = choices.state(assignment);
        var none = new Evaluation(state, List.of(), List.of());
        var parents = best.number() == 0 ? List.<String>of() : List.of(best.label());
        var trial = new Trial(trials.size(), assignment, state, rationale, parents, none, false);
        trials.add(trial);
        return trial;
    }

    boolean has(Assignment assignment) {
        return trials.stream().anyMatch(t -> t.assignment().equals(assignment));
    }

    /** Whether the budget is likely to cover one more trial on the examples, beside these. */
    boolean covers(List<Trial> trials, Assignment next, List<Example> on) {
        var states = new ArrayList<ProgramState>();
        trials.forEach(trial -> states.add(trial.state()));
        states.add(choices.state(next));
        return study.covered(states, on) == states.size();
    }

    /** Races trials against the best on some examples. */
    List<Trial> race(List<Trial> racing, List<Example> on, double alpha) {
        var states = racing.stream().map(Trial::state).toList();
        var standings = new Race(study, on, alpha).against(best.seen(), states);
        var raced = new ArrayList<Trial>();
        for (int i = 0; i < racing.size(); i++) {
            var standing = standings.get(i);
            var trial = racing.get(i).with(standing.seen(), !standing.finished());
            trials.set(trial.number(), trial);
            raced.add(trial);
        }
        return raced;
    }

    /**
     * Races trials on all examples, those of {@code first} first; a better one becomes the best.
     */
    void promote(List<Trial> racing, List<Example> first) {
        var order = new ArrayList<>(first);
        // One by one, since rows may be equal.
        var rest = new ArrayList<>(examples);
        first.forEach(rest::remove);
        order.addAll(rest);
        for (var trial : race(racing, order, Race.ALPHA)) {
            if (trial.stopped()) continue;
            study.report(candidate(trial));
            if (trial.seen().betterThan(best.seen())) best = trial;
        }
    }

    /** Adds those that never came to all examples to the study's history. */
    void reportOthers() {
        trials.stream()
                .filter(t -> t.seen().examples().size() < examples.size())
                .forEach(t -> study.report(candidate(t)));
    }

    /** By what can be relied on, best first. */
    Comparator<Trial> order() {
        return Comparator.comparingDouble(t -> -t.cautious(original));
    }

    /** Those that were not stopped and lack some examples, best first. */
    List<Trial> open() {
        return trials.stream()
                .filter(t -> !t.stopped() && t.seen().examples().size() < examples.size())
                .sorted(order())
                .toList();
    }

    /** Of those that were scored on all examples, by their mean; of equals the earlier. */
    List<Trial> leaders(int count) {
        return trials.stream()
                .filter(t -> t.seen().examples().size() == examples.size())
                .sorted(Comparator.comparingDouble(t -> -t.seen().mean()))
                .limit(count)
                .toList();
    }

    /** Makes it the best in spite of its mean. */
    void prefer(Trial trial) {
        best = trial;
    }

    /** How far above the original's score a trial promises to be. */
    double promise(Trial trial) {
        return trial.advantage(original);
    }

    private Candidate candidate(Trial trial) {
        var rationale = trial.rationale() + " (" + choices.describe(trial.assignment()) + ")";
        // A part of the validation examples compares trials, and says nothing to anybody else.
        var whole = trial.seen().examples().size() == study.validation().size();
        return new Candidate(
                trial.label(),
                trial.state(),
                rationale,
                trial.parents(),
                whole ? inOrder(trial.seen(), study.validation()) : null);
    }

    /** The same evaluation, its examples in the order of the data set. */
    static Evaluation inOrder(Evaluation evaluation, List<Example> order) {
        var outcomes = new HashMap<Example, Outcome>();
        for (int i = 0; i < evaluation.examples().size(); i++) {
            outcomes.put(evaluation.examples().get(i), evaluation.outcomes().get(i));
        }
        var examples = order.stream().filter(outcomes::containsKey).toList();
        return new Evaluation(
                evaluation.state(), examples, examples.stream().map(outcomes::get).toList());
    }
}
