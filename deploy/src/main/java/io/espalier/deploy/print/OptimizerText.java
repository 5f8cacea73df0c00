package io.espalier.deploy.print;

import io.espalier.optimizers.catalog.OptimizerEntry;
import io.espalier.optimizers.catalog.Parameter;
import java.util.List;

/** Optimizers for people. */
public final class OptimizerText {
    private OptimizerText() {}

    public static String list(List<OptimizerEntry> entries) {
        var text = new StringBuilder();
        for (var entry : entries) {
            text.append(entry.name()).append('\n');
            text.append("  ").append(entry.summary()).append('\n');
            text.append("  cost: ").append(entry.cost()).append('\n');
        }
        return text.append("\nparameters of one: optimizers NAME\n").toString();
    }

    public static String of(OptimizerEntry entry) {
        var text = new StringBuilder();
        text.append(entry.name()).append("\n  ").append(entry.summary()).append('\n');
        text.append("  cost: ").append(entry.cost()).append("\n\n");
        for (var parameter : entry.parameters()) {
            text.append("  ").append(parameter.name()).append("  (");
            text.append(parameter.range()).append("; ").append(fallback(parameter)).append(")\n");
            text.append("      ").append(parameter.doc()).append('\n');
        }
        text.append("\nin a study file: optimizer: ").append(example(entry)).append('\n');
        return text.toString();
    }

    private static String fallback(Parameter parameter) {
        return parameter.fallback() == null ? "no default" : "default " + parameter.fallback();
    }

    private static String example(OptimizerEntry entry) {
        return entry.parameters().stream()
                .filter(parameter -> parameter.fallback() != null)
                .findFirst()
                .map(first ->
                        "{name: "
                                + entry.name()
                                + ", "
                                + first.name()
                                + ": "
                                + first.fallback()
                                + "}")
                .orElse(entry.name());
    }
}
