package io.espalier.signatures.adapter;

import io.espalier.signatures.Field;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Sections under markers, {@code [[ ## name ## ]]}; falls back to JSON once. */
final class ChatAdapter extends FramedAdapter {
    private static final String END = "\n\n[[ ## completed ## ]]\n";
    private static final Pattern MARKER =
            Pattern.compile("\\[\\[ ## (\\w+) ## ]]", Pattern.UNICODE_CHARACTER_CLASS);

    private final Adapter fallback;

    ChatAdapter(Framing framing, Adapter fallback) {
        super(framing);
        this.fallback = fallback;
    }

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public Adapter fallback() {
        return fallback;
    }

    @Override
    Framing.TurnWords words() {
        return framing.chat();
    }

    @Override
    String structure(List<Field> fields, boolean outputs) {
        return fields.stream()
                .map(f -> marker(f) + text.place(f, outputs))
                .collect(Collectors.joining("\n\n"));
    }

    @Override
    String section(Field field, JsonNode value) {
        return marker(field) + display(field, value);
    }

    static String marker(Field field) {
        return "[[ ## " + field.name() + " ## ]]\n";
    }

    @Override
    String assistant(List<Field> outputs, Fields values, JsonNode missing) {
        var sections = new ArrayList<String>();
        for (var field : outputs) {
            var value = values.get(field.name());
            sections.add(section(field, value == null ? missing : value));
        }
        return PythonText.strip(String.join("\n\n", sections)) + END;
    }

    @Override
    public Fields parse(Signature signature, String completion) {
        var read = Fields.EMPTY;
        for (var section : sections(completion)) {
            var field =
                    signature.outputs().stream()
                            .filter(f -> f.name().equals(section.name()))
                            .findFirst();
            if (field.isEmpty() || read.get(section.name()) != null) continue;
            var written = Json.text(PythonText.strip(String.join("\n", section.lines())));
            read = read.with(section.name(), value(field.get(), written, completion, read));
        }
        return complete(signature, read, completion);
    }

    private record Section(String name, List<String> lines) {}

    /** What the model wrote, cut at the lines that open with a marker. */
    private static List<Section> sections(String completion) {
        var sections = new ArrayList<Section>();
        sections.add(new Section("", new ArrayList<>()));
        for (var line : PythonText.lines(completion)) {
            var marker = MARKER.matcher(PythonText.strip(line));
            if (!marker.lookingAt()) {
                sections.getLast().lines().add(line);
                continue;
            }
            var lines = new ArrayList<String>();
            // The end is counted in the stripped line and cut in the whole one: an indented marker
            // leaves its tail behind. DSPy reads it so.
            var rest = PythonText.strip(line.substring(marker.end()));
            if (!rest.isEmpty()) lines.add(rest);
            sections.add(new Section(marker.group(1), lines));
        }
        return sections;
    }
}
