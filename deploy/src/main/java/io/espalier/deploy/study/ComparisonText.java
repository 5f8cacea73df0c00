package io.espalier.deploy.study;

import io.espalier.deploy.study.Comparison.Answers;
import io.espalier.signatures.Field;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.job.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A few examples with the answers before and after. */
public final class ComparisonText {
    private ComparisonText() {}

    public static String of(Signature signature, List<Answers> all) {
        return all.stream().map(one -> of(signature, one)).collect(Collectors.joining("\n\n"));
    }

    private static String of(Signature signature, Answers one) {
        var row = one.example().fields();
        var text = new StringBuilder();
        for (var input : signature.inputs()) text.append(line(input.name(), value(row, input)));
        text.append(line("wanted", outputs(signature, row)));
        text.append(line("before", answer(signature, one.before())));
        text.append(line("after", answer(signature, one.after())));
        return text.toString().stripTrailing();
    }

    private static String line(String name, String value) {
        return String.format(Locale.ROOT, "  %-8s %s%n", name, value);
    }

    private static String answer(Signature signature, Outcome outcome) {
        var prediction = outcome.prediction();
        if (prediction != null) return outputs(signature, prediction);
        return outcome.failure() == null
                ? "no answer"
                : "no answer that can be read: " + firstLine(outcome.failure().message());
    }

    private static String outputs(Signature signature, Fields fields) {
        return signature.outputs().stream()
                .map(output -> value(fields, output))
                .collect(Collectors.joining(", "));
    }

    private static String value(Fields fields, Field field) {
        var value = fields.get(field.name());
        if (value == null) return "-";
        return value.isString() ? firstLine(value.stringValue()) : value.toString();
    }

    private static String firstLine(String text) {
        var line = text.strip().lines().findFirst().orElse("");
        return line.length() <= 100 ? line : line.substring(0, 97) + "...";
    }
}
