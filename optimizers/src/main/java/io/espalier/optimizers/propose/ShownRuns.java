package io.espalier.optimizers.propose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * Runs as a question shows them. Where the metric explains its scores the field that holds them is
 * called {@code examples_with_feedback}, else {@code examples}: a name tells the model what to look
 * for, and must not promise what is not there.
 *
 * @param explained whether any of them has the metric's feedback
 * @param text a paragraph for each
 */
public record ShownRuns(boolean explained, String text) {
    private static final String EXAMPLES = "examples";
    private static final String WITH_FEEDBACK = "examples_with_feedback";

    public static ShownRuns of(List<Case> cases) {
        var paragraphs = new ArrayList<String>();
        for (int i = 0; i < cases.size(); i++) paragraphs.add(cases.get(i).text(i + 1));
        var explained = cases.stream().anyMatch(c -> c.feedback() != null);
        return new ShownRuns(explained, String.join("\n", paragraphs));
    }

    /** A question in two forms, by the name of the field of runs. */
    public record Form(Question examples, Question withFeedback) {
        /**
         * @param signature for a name of the field of runs, its text form
         * @param descriptions of the other fields
         */
        public static Form of(
                Function<String, String> signature,
                String instruction,
                SequencedMap<String, String> descriptions) {
            return new Form(
                    question(EXAMPLES, signature, instruction, descriptions),
                    question(WITH_FEEDBACK, signature, instruction, descriptions));
        }

        private static Question question(
                String field,
                Function<String, String> signature,
                String instruction,
                SequencedMap<String, String> descriptions) {
            var all = new LinkedHashMap<>(descriptions);
            all.put(field, "runs, each with its score");
            return Question.of(signature.apply(field), instruction, all);
        }

        /** The form for these runs. */
        public Question of(ShownRuns shown) {
            return shown.explained ? withFeedback : examples;
        }
    }

    /** The name of the field that holds them. */
    public String field() {
        return explained ? WITH_FEEDBACK : EXAMPLES;
    }
}
