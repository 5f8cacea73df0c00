package io.espalier.optimizers.copro;

import io.espalier.optimizers.Study;
import io.espalier.optimizers.propose.Case;
import io.espalier.optimizers.propose.ProgramOutline;
import io.espalier.optimizers.propose.ProposedText;
import io.espalier.optimizers.propose.Question;
import io.espalier.optimizers.propose.Reflection;
import io.espalier.optimizers.propose.ShownRuns;
import io.espalier.signatures.Fields;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * New instructions for one predictor, proposed in two ways: from runs under the best instruction,
 * which show what it still gets wrong, and from earlier attempts with their scores, which show what
 * helps. The words are ours.
 */
final class Proposals {
    private static final String ANSWER = "proposed_instruction";

    private static final ShownRuns.Form FROM_ATTEMPTS =
            ShownRuns.Form.of(
                    runs ->
                            "program_description, module, "
                                    + runs
                                    + ", attempted_instructions -> "
                                    + ANSWER,
                    """
                    One module of a program that is built from language models follows an instruction. \
                    You see instructions that were tried for it, the weakest first, each with the \
                    score from 0 to 100 that the program came to, and some examples of the \
                    program's work with right results. Find out what the better instructions say and \
                    the weaker ones lack. Then write one that should score higher than all of them: \
                    bring together what helped, leave out what did not, and add what the examples \
                    show and none of them says.\
                    """,
                    descriptions());

    private Proposals() {}

    private static LinkedHashMap<String, String> descriptions() {
        var map = new LinkedHashMap<String, String>();
        map.put("program_description", "what the whole program does");
        map.put("module", "the module that follows the instruction");
        map.put("attempted_instructions", "instructions with their scores, the best last");
        map.put(ANSWER, "the whole text of the new instruction");
        return map;
    }

    /**
     * @param score 0 to 1
     */
    record Attempt(String instruction, double score) {}

    /**
     * What one proposal is made from.
     *
     * @param attempts the best last; empty for a proposal from runs alone
     * @param draw equal evidence with an equal number gives the same answer
     */
    record Evidence(
            ProgramState state,
            Predictor predictor,
            List<Case> runs,
            List<Attempt> attempts,
            int draw) {
        Evidence {
            runs = List.copyOf(runs);
            attempts = List.copyOf(attempts);
        }
    }

    /**
     * @return in the order given; empty where there was no answer that can be used
     */
    static List<Optional<String>> ask(Study study, List<Evidence> all) {
        var asks = all.stream().map(evidence -> ask(study, evidence)).toList();
        var texts = new ArrayList<Optional<String>>();
        var answers = Question.answers(study, asks);
        for (int i = 0; i < all.size(); i++) {
            texts.add(
                    all.get(i).attempts.isEmpty()
                            ? Reflection.instruction(answers.get(i))
                            : answers.get(i)
                                    .flatMap(a -> ProposedText.instruction(a.text(ANSWER))));
        }
        return texts;
    }

    private static Question.Ask ask(Study study, Evidence e) {
        if (e.attempts.isEmpty()) {
            return Reflection.ask(
                    study.program(), new Reflection.Request(e.state, e.predictor, e.runs, e.draw));
        }
        var fields = new LinkedHashMap<String, String>();
        fields.put("program_description", ProgramOutline.of(study.program(), e.state));
        fields.put("module", ProgramOutline.module(e.predictor));
        var shown = ShownRuns.of(e.runs);
        fields.put(shown.field(), shown.text());
        fields.put("attempted_instructions", attempts(e.attempts));
        return FROM_ATTEMPTS.of(shown).ask(Fields.of(fields), e.draw, Reflection.TEMPERATURE);
    }

    private static String attempts(List<Attempt> attempts) {
        var text = new StringBuilder();
        for (int i = 0; i < attempts.size(); i++) {
            var attempt = attempts.get(i);
            text.append("Instruction ").append(i + 1).append(": ").append(attempt.instruction);
            text.append(String.format(Locale.ROOT, "\nScore: %.1f\n\n", 100 * attempt.score));
        }
        return text.toString().strip();
    }
}
