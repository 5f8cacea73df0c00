package io.espalier.optimizers.propose;

import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.TraceStep;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One run of the program, as evidence about one of its predictors: what that predictor read and
 * wrote, what the whole program should have written, and how the metric judged.
 *
 * @param calls of the predictor, found by its path, in order; empty when it was not reached
 * @param expected the example's labels for the program's outputs; empty where it has none
 * @param score 0 to 1
 * @param feedback the metric's; null where it gives none
 * @param problem why what was written could not be used; null where it could
 */
public record Case(
        List<TraceStep> calls,
        Fields expected,
        double score,
        @Nullable String feedback,
        @Nullable String problem) {
    /** Characters of one value that are shown. */
    private static final int SHOWN = 1500;

    public Case {
        calls = List.copyOf(calls);
    }

    public static Case of(
            ProgramDefinition program, String predictor, Example example, Outcome outcome) {
        var calls = outcome.trace().stream().filter(s -> s.predictor().equals(predictor)).toList();
        var score = outcome.score();
        var failure = outcome.failure();
        var problem =
                failure != null && failure.blame() == Blame.CANDIDATE ? failure.message() : null;
        return new Case(
                calls,
                example.fields().only(program.signature().outputs()),
                outcome.value(),
                score == null ? null : score.feedback(),
                problem);
    }

    /** The case as a paragraph of evidence. */
    public String text(int number) {
        var text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "Example %d (score %.2f)\n", number, score));
        for (var call : calls) {
            text.append("The module read:\n");
            fields(call.inputs(), text);
            if (call.unparsed() == null) {
                text.append("The module wrote:\n");
                fields(call.outputs(), text);
            } else {
                text.append("The module wrote, in a form that cannot be read:\n")
                        .append(shown(call.unparsed()))
                        .append('\n');
            }
        }
        if (!expected.values().isEmpty()) {
            text.append("The program's right result:\n");
            fields(expected, text);
        }
        if (feedback != null) text.append("Feedback: ").append(shown(feedback)).append('\n');
        if (problem != null) text.append("Problem: ").append(shown(problem)).append('\n');
        return text.toString();
    }

    private static void fields(Fields fields, StringBuilder text) {
        for (var name : fields.values().keySet()) {
            text.append(name).append(": ").append(shown(fields.text(name))).append('\n');
        }
    }

    private static String shown(String value) {
        return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + " ...";
    }
}
