package io.espalier.optimizers.propose;

import io.espalier.signatures.Field;
import io.espalier.signatures.Signature;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A program in plain words, from its structure: what it reads and writes, its predictors, and the
 * order of its steps where it declares one.
 */
public final class ProgramOutline {
    private ProgramOutline() {}

    /** The whole program as it runs with {@code state}. */
    public static String of(ProgramDefinition program, ProgramState state) {
        var text = new StringBuilder("The program turns ");
        text.append(names(program.signature().inputs()))
                .append(" into ")
                .append(names(program.signature().outputs()))
                .append(".\n");
        for (var predictor : program.predictors()) {
            text.append(module(predictor)).append('\n');
            var instruction = instruction(predictor, state);
            if (!instruction.isEmpty()) text.append("  Told: ").append(instruction).append('\n');
        }
        steps(program.document(), text);
        return text.toString().strip();
    }

    /** One predictor: its name, what it reads and writes. */
    public static String module(Predictor predictor) {
        var signature = predictor.signature();
        return "Module `"
                + predictor.path()
                + "` reads "
                + fields(signature.inputs())
                + " and writes "
                + fields(signature.outputs())
                + ".";
    }

    /** What the predictor is told now; the words of its default where nobody gave any. */
    public static String instruction(Predictor predictor, ProgramState state) {
        var learned = state.of(predictor.path()).instruction();
        if (learned != null) return learned;
        var written = predictor.signature().instruction();
        return written != null ? written : standard(predictor.declared());
    }

    private static String standard(Signature signature) {
        return "Write " + names(signature.outputs()) + " from " + names(signature.inputs()) + ".";
    }

    private static void steps(JsonNode document, StringBuilder text) {
        var steps = document.path("steps");
        if (!steps.isArray() || steps.isEmpty()) return;
        text.append("Its steps, in order:");
        int number = 0;
        for (var step : steps) {
            text.append("\n  ").append(++number).append(". ").append(step(step));
        }
    }

    private static String step(JsonNode step) {
        var id = step.path("id").asString("");
        if (step.has("retrieve")) {
            var query = step.path("retrieve").path("query").asString("");
            return "`" + id + "` looks up passages for " + query;
        }
        var predictor = step.path("use").asString(id);
        var with = step.path("with");
        return "`"
                + id
                + "` runs module `"
                + predictor
                + "`"
                + (with.isObject() && !with.isEmpty() ? " with " + with : "");
    }

    private static String names(List<Field> fields) {
        return fields.stream().map(f -> "`" + f.name() + "`").collect(Collectors.joining(", "));
    }

    private static String fields(List<Field> fields) {
        return fields.stream()
                .map(f ->
                        "`"
                                + f.name()
                                + "`"
                                + (f.description() == null ? "" : " (" + f.description() + ")"))
                .collect(Collectors.joining(", "));
    }
}
