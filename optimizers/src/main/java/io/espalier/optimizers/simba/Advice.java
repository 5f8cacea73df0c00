package io.espalier.optimizers.simba;

import io.espalier.optimizers.propose.Case;
import io.espalier.optimizers.propose.ProgramOutline;
import io.espalier.optimizers.propose.ProposedText;
import io.espalier.optimizers.propose.Question;
import io.espalier.signatures.Fields;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Advice to one predictor, from runs that went well and runs that went badly on the same examples.
 * It follows what the author wrote, and takes the place of advice from before. The words are ours.
 */
final class Advice {
    private static final double TEMPERATURE = 1.0;
    private static final String ANSWER = "advice";

    private static final Question QUESTION =
            Question.of(
                    "program_description, module, current_instruction, contrasted_runs -> "
                            + ANSWER,
                    """
                    One module of a program that is built from language models does well on some \
                    inputs and badly on others. You see runs of the program with scores from 0 to 1; \
                    runs of the same number had the same inputs. Compare what the module did in the \
                    better runs with what it did in the worse ones, and both with the right results. \
                    Then write the advice that its instruction will end with: which facts, rules and \
                    conventions of this task must it know, and when does each apply? One sentence \
                    for each, in general words, so that it helps with inputs that are not shown here. \
                    What you write replaces the advice in the current instruction: keep what the \
                    runs bear out, correct what they contradict, add what is missing.\
                    """,
                    descriptions());

    private Advice() {}

    private static LinkedHashMap<String, String> descriptions() {
        var map = new LinkedHashMap<String, String>();
        map.put("program_description", "what the whole program does");
        map.put("module", "the module that gets the advice");
        map.put("current_instruction", "what the module is told now");
        map.put("contrasted_runs", "runs, each with its score");
        map.put(ANSWER, "the advice, all of it");
        return map;
    }

    /**
     * @param draw equal evidence with an equal number gives the same answer
     */
    static Question.Ask ask(
            ProgramDefinition program,
            ProgramState state,
            Predictor predictor,
            List<Wavering> contrasts,
            int draw) {
        var evidence = new LinkedHashMap<String, String>();
        evidence.put("program_description", ProgramOutline.of(program, state));
        evidence.put("module", ProgramOutline.module(predictor));
        evidence.put("current_instruction", ProgramOutline.instruction(predictor, state));
        evidence.put("contrasted_runs", text(program, predictor, contrasts));
        return QUESTION.ask(Fields.of(evidence), draw, TEMPERATURE);
    }

    private static String text(
            ProgramDefinition program, Predictor predictor, List<Wavering> contrasts) {
        var paragraphs = new ArrayList<String>();
        for (int i = 0; i < contrasts.size(); i++) {
            for (var run : shown(contrasts.get(i))) {
                var example = contrasts.get(i).example();
                paragraphs.add(Case.of(program, predictor.path(), example, run).text(i + 1));
            }
        }
        return String.join("\n", paragraphs);
    }

    /** The best run, and the worst where it differs. */
    private static List<Outcome> shown(Wavering contrast) {
        return contrast.gap() > 0
                ? List.of(contrast.best(), contrast.worst())
                : List.of(contrast.worst());
    }

    /** Empty where there is no answer that can be used. */
    static Optional<String> of(Optional<Fields> answer) {
        return answer.flatMap(fields -> ProposedText.instruction(fields.text(ANSWER)));
    }

    /** The state with the advice at the end of the predictor's instruction. */
    static ProgramState given(ProgramState state, Predictor predictor, Optional<String> advice) {
        if (advice.isEmpty()) return state;
        var authored = ProgramOutline.instruction(predictor, ProgramState.EMPTY);
        var whole = authored + "\n\n" + advice.get();
        return state.change(predictor.path(), p -> p.withInstruction(whole));
    }
}
