package io.espalier.optimizers.propose;

import io.espalier.optimizers.Study;
import io.espalier.signatures.Fields;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Asks for a better instruction of one predictor from runs of the program: what it read and wrote,
 * what would have been right, and what the metric said. Right and wrong runs are shown together, so
 * that where the metric explains nothing their contrast still does. After the reflective prompt
 * evolution of Agrawal et al., 2025 (GEPA, arXiv 2507.19457); the words are ours.
 */
public final class Reflection {
    public static final double TEMPERATURE = 1.0;

    private static final String ANSWER = "improved_instruction";

    private static final ShownRuns.Form QUESTION =
            ShownRuns.Form.of(
                    runs ->
                            "program_description, module, current_instruction, "
                                    + runs
                                    + " -> "
                                    + ANSWER,
                    """
                    One module of a program that is built from language models follows an instruction. \
                    You see runs of the program, right and wrong ones, with scores from 0 to 1. \
                    Find out what the module did not know or did not do where the score is low. \
                    Then write a better instruction for it: keep what the current one already gets \
                    right, state every fact, rule and convention of this task that the runs and their \
                    feedback reveal, each in a sentence of its own and in general words, and do not \
                    copy single examples into it.\
                    """,
                    descriptions());

    private Reflection() {}

    private static LinkedHashMap<String, String> descriptions() {
        var map = new LinkedHashMap<String, String>();
        map.put("program_description", "what the whole program does");
        map.put("module", "the module that follows the instruction");
        map.put("current_instruction", "what the module is told now");
        map.put(ANSWER, "the whole text of the new instruction");
        return map;
    }

    /** One request for an instruction. */
    public record Request(ProgramState state, Predictor predictor, List<Case> cases, int draw) {
        public Request {
            cases = List.copyOf(cases);
        }
    }

    public static Question.Ask ask(ProgramDefinition program, Request request) {
        var evidence = new LinkedHashMap<String, String>();
        evidence.put("program_description", ProgramOutline.of(program, request.state));
        evidence.put("module", ProgramOutline.module(request.predictor));
        evidence.put(
                "current_instruction",
                ProgramOutline.instruction(request.predictor, request.state));
        var shown = ShownRuns.of(request.cases);
        evidence.put(shown.field(), shown.text());
        return QUESTION.of(shown).ask(Fields.of(evidence), request.draw, TEMPERATURE);
    }

    /**
     * @return the new instructions, in the order of the requests; empty where none came
     */
    public static List<Optional<String>> instructions(Study study, List<Request> requests) {
        var asks = requests.stream().map(r -> ask(study.program(), r)).toList();
        return Question.answers(study, asks).stream().map(Reflection::instruction).toList();
    }

    /** The instruction in an answer to {@link #ask}; empty where there is none. */
    public static Optional<String> instruction(Optional<Fields> answer) {
        return answer.flatMap(fields -> ProposedText.instruction(fields.text(ANSWER)));
    }
}
