package io.espalier.deploy.cli;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.print.Output;
import io.espalier.signatures.document.Violation;
import io.espalier.signatures.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as the user reads it: a sentence and where the faults are, or with {@code --json} an
 * object.
 */
final class ErrorText {
    private ErrorText() {}

    static void show(Output output, CommandFailure failure) {
        show(
                output,
                failure.code(),
                String.valueOf(failure.getMessage()),
                failure.file(),
                failure.violations());
    }

    static void show(
            Output output,
            String code,
            String message,
            @Nullable String file,
            List<Violation> violations) {
        if (output.json()) {
            var error = Json.object();
            error.put("code", code);
            error.put("message", message);
            var list = error.putArray("violations");
            for (var violation : violations) {
                var entry = Json.object();
                entry.put("field", violation.field());
                if (violation.line() != null) entry.put("line", violation.line());
                entry.put("message", violation.message());
                list.add(entry);
            }
            var answer = Json.object();
            answer.set("error", error);
            output.out().println(Json.write(answer));
            output.out().flush();
            return;
        }
        output.err().println("espalier: " + message);
        for (var violation : violations) {
            var place =
                    (file == null ? "" : file)
                            + (violation.line() == null ? "" : ":" + violation.line());
            output.err()
                    .println(
                            "  "
                                    + (place.isEmpty() ? "" : place + ": ")
                                    + (isWhole(violation) ? "" : violation.field() + ": ")
                                    + violation.message());
        }
    }

    /** A fault of the document as a whole, such as text that is no YAML. */
    private static boolean isWhole(Violation violation) {
        return violation.field().isEmpty() || violation.field().equals(".");
    }
}
