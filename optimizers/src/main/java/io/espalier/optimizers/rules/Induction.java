package io.espalier.optimizers.rules;

import io.espalier.optimizers.Study;
import io.espalier.optimizers.propose.Case;
import io.espalier.optimizers.propose.Evidence;
import io.espalier.optimizers.propose.ProgramOutline;
import io.espalier.optimizers.propose.Question;
import io.espalier.optimizers.propose.ShownRuns;
import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has the reflection model state the rules of the task for every predictor. The words are ours. */
final class Induction {
    private static final double TEMPERATURE = 1.0;
    private static final String ANSWER = "instruction_rules";

    private final Study study;
    private final ProgramDefinition program;
    private final int most;
    private final ShownRuns.Form question;

    /**
     * @param most rules per predictor
     */
    Induction(Study study, int most) {
        this.study = study;
        this.program = study.program();
        this.most = most;
        this.question = question(most);
    }

    private static ShownRuns.Form question(int most) {
        var descriptions = new LinkedHashMap<String, String>();
        descriptions.put("program_description", "what the whole program does");
        descriptions.put("module", "the module that the rules are for");
        descriptions.put("current_instruction", "what the module is told now");
        descriptions.put(ANSWER, "the rules, one on each line, every line beginning with a dash");
        return ShownRuns.Form.of(
                runs ->
                        "program_description, module, current_instruction, "
                                + runs
                                + " -> "
                                + ANSWER,
                """
                One module of a program that is built from language models has to follow rules that \
                nobody has written down. You see runs of the program with scores from 0 to 1 and \
                the right results. Infer the rules: what do all right results have in common, and \
                what was known in the runs that went well but not in those that went badly? Write \
                at most %d rules, the most important first. A rule is one sentence that says when \
                it applies and what to do then, in general words that hold for inputs not shown \
                here. Leave out what the instruction says already, unless it stands among its \
                rules: what you write takes their place, so keep those that the runs bear out, \
                correct those that they contradict, and add what is missing.\
                """
                        .formatted(most),
                descriptions);
    }

    /**
     * What one candidate is made from.
     *
     * @param predictors those that get rules
     * @param runs of the state that it is made from
     * @param draw equal evidence with an equal number gives the same answer
     */
    record Request(List<Predictor> predictors, List<Map.Entry<Example, Outcome>> runs, int draw) {
        Request {
            predictors = List.copyOf(predictors);
            runs = List.copyOf(runs);
        }
    }

    /**
     * Has rules made for all requests, side by side.
     *
     * @param state whose runs they show, its rules among its instructions
     * @param base under whose instructions the rules go
     * @return in the order of the requests; empty where no predictor got a rule
     */
    List<Optional<ProgramState>> states(
            ProgramState state, ProgramState base, List<Request> requests) {
        var asks = new ArrayList<Question.Ask>();
        for (var request : requests) {
            for (var predictor : request.predictors) {
                var cases = Evidence.cases(program, predictor.path(), request.runs);
                asks.add(ask(state, predictor, cases, request.draw));
            }
        }
        var answers = Question.answers(study, asks).iterator();
        var states = new ArrayList<Optional<ProgramState>>();
        for (var request : requests) {
            var made = state;
            for (var predictor : request.predictors) {
                made = with(made, base, predictor, answers.next());
            }
            states.add(made.equals(state) ? Optional.empty() : Optional.of(made));
        }
        return states;
    }

    private Question.Ask ask(ProgramState state, Predictor predictor, List<Case> cases, int draw) {
        var evidence = new LinkedHashMap<String, String>();
        evidence.put("program_description", ProgramOutline.of(program, state));
        evidence.put("module", ProgramOutline.module(predictor));
        evidence.put("current_instruction", ProgramOutline.instruction(predictor, state));
        var shown = ShownRuns.of(cases);
        evidence.put(shown.field(), shown.text());
        return question.of(shown).ask(Fields.of(evidence), draw, TEMPERATURE);
    }

    /** A predictor for which no rules came keeps what it has. */
    private ProgramState with(
            ProgramState state, ProgramState base, Predictor predictor, Optional<Fields> answer) {
        var rules = answer.flatMap(a -> RuleList.read(a.text(ANSWER), most));
        if (rules.isEmpty()) return state;
        var text = rules.get().under(ProgramOutline.instruction(predictor, base));
        return state.change(predictor.path(), p -> p.withInstruction(text));
    }
}
