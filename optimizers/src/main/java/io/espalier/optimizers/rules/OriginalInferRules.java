package io.espalier.optimizers.rules;

import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.NotEnoughExamples;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.fewshot.Bootstrap;
import io.espalier.optimizers.fewshot.LabeledDemos;
import io.espalier.optimizers.propose.ProgramOutline;
import io.espalier.optimizers.propose.Question;
import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The schedule of DSPy's InferRules 3.4.1, for comparison: what it asks, what it scores, and what
 * it keeps, with the flaws that {@link InferRules} mends. The words are ours. Without validation
 * examples it splits the training ones in halves.
 */
final class OriginalInferRules {
    private static final double TEMPERATURE = 1.0;
    private static final String ANSWER = "instruction_rules";

    /** Characters of examples in one question; the original finds a limit by running into it. */
    private static final int CHARACTERS = 32_000;

    private final Study study;
    private final RulesSettings settings;
    private final List<Example> training;
    private final List<Example> validation;

    OriginalInferRules(Study study, RulesSettings settings) {
        this.study = study;
        this.settings = settings;
        var all = study.training();
        boolean split = study.validation().isEmpty();
        if (split && all.size() < 2) {
            throw new NotEnoughExamples(
                    "infer-rules: 1 training example and none for validation (needs 2 to split)");
        }
        this.training = split ? all.subList(0, all.size() / 2) : all;
        this.validation = split ? all.subList(all.size() / 2, all.size()) : study.validation();
    }

    ProgramState optimize() {
        var random = RandomStreams.of(study.random().nextLong());
        var none = ProgramState.EMPTY;
        var walk = new Bootstrap(study.program(), none, training, settings.demos(), random);
        Bootstrap.walk(study, List.of(walk));
        var base = walk.student();
        var best = base;
        double most = Double.NEGATIVE_INFINITY;
        for (int number = 1; number <= settings.candidates(); number++) {
            var state = candidate(base, number);
            var evaluation = study.evaluate(state, validation);
            var whole = study.validation().isEmpty() ? null : evaluation;
            study.report(
                    new Candidate("rules " + number, state, "rules from labels", List.of(), whole));
            if (evaluation.mean() > most) {
                most = evaluation.mean();
                best = state;
            }
        }
        return best;
    }

    private ProgramState candidate(ProgramState base, int number) {
        var asks = new ArrayList<Question.Ask>();
        for (var predictor : study.program().predictors()) asks.add(ask(predictor, number));
        var answers = Question.answers(study, asks);
        var state = base;
        for (int i = 0; i < answers.size(); i++) {
            var predictor = study.program().predictors().get(i);
            var rules =
                    answers.get(i).flatMap(a -> RuleList.read(a.text(ANSWER), settings.rules()));
            if (rules.isEmpty()) continue;
            var text = rules.get().under(ProgramOutline.instruction(predictor, base));
            state = state.change(predictor.path(), p -> p.withInstruction(text));
        }
        return state;
    }

    private Question.Ask ask(Predictor predictor, int draw) {
        return question().ask(Fields.of(Map.of("examples", labels(predictor))), draw, TEMPERATURE);
    }

    private Question question() {
        return Question.of(
                "examples -> " + ANSWER,
                "You see solved examples of one kind of task. Write at most "
                        + settings.rules()
                        + " short rules, no two alike, that tell somebody how to solve such tasks"
                        + " and when each rule applies. One rule per line, each with a dash.",
                new LinkedHashMap<>());
    }

    private String labels(Predictor predictor) {
        var text = new StringBuilder();
        for (var example : training) {
            var values = LabeledDemos.of(predictor, example).values();
            var entry = new StringBuilder();
            for (var name : values.values().keySet()) {
                entry.append(name).append(": ").append(values.text(name)).append('\n');
            }
            if (text.length() + entry.length() > CHARACTERS && !text.isEmpty()) break;
            text.append(entry).append('\n');
        }
        return text.toString();
    }
}
