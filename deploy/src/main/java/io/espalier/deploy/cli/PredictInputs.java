package io.espalier.deploy.cli;

import com.google.protobuf.Struct;
import io.espalier.coordinator.wire.Structs;
import io.espalier.deploy.CommandFailure;
import io.espalier.signatures.document.Violation;
import io.espalier.signatures.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inputs of a program, from the command line or a file of JSON lines; every bad one is named. */
final class PredictInputs {
    private static final String INVALID = "INVALID_INPUT";

    private PredictInputs() {}

    static List<Struct> given(List<String> objects) {
        var inputs = new ArrayList<Struct>();
        var faults = new ArrayList<Violation>();
        for (var text : objects) add(text, "--input", null, inputs, faults);
        if (!faults.isEmpty()) throw CommandFailure.invalid(INVALID, "--input", faults);
        return inputs;
    }

    static List<Struct> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw CommandFailure.usage("NO_FILE", "there is no file " + file);
        } catch (IOException e) {
            throw CommandFailure.usage("NO_FILE", file + " cannot be read as UTF-8 text: " + e);
        }
        var inputs = new ArrayList<Struct>();
        var faults = new ArrayList<Violation>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) add(lines.get(i), "", i + 1, inputs, faults);
        }
        if (inputs.isEmpty() && faults.isEmpty()) {
            faults.add(new Violation("", null, "has no rows; give one object a line"));
        }
        if (!faults.isEmpty()) throw CommandFailure.invalid(INVALID, file.toString(), faults);
        return inputs;
    }

    private static void add(
            String text,
            String field,
            @Nullable Integer line,
            List<Struct> inputs,
            List<Violation> faults) {
        try {
            var node = Json.parse(text);
            if (node.isObject()) {
                inputs.add(Structs.struct(node));
                return;
            }
            faults.add(
                    new Violation(
                            field,
                            line,
                            "expected an object of input fields, such as {\"text\": \"...\"}, got "
                                    + text));
        } catch (IllegalArgumentException e) {
            faults.add(new Violation(field, line, String.valueOf(e.getMessage())));
        }
    }
}
