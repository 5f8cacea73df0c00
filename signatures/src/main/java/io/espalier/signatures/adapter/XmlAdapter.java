package io.espalier.signatures.adapter;

import io.espalier.signatures.Field;
import io.espalier.signatures.FieldType;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Every field an element; lists, mappings and records as nested elements; falls back to JSON once.
 */
final class XmlAdapter extends FramedAdapter {
    private final Adapter fallback;

    XmlAdapter(Framing framing, Adapter fallback) {
        super(framing);
        this.fallback = fallback;
    }

    @Override
    public String name() {
        return "xml";
    }

    @Override
    public Adapter fallback() {
        return fallback;
    }

    @Override
    Framing.TurnWords words() {
        return framing.xml();
    }

    @Override
    String structure(List<Field> fields, boolean outputs) {
        return fields.stream()
                .map(f ->
                        outputs && XmlText.nests(f.type())
                                ? XmlText.outline(f.name(), f.type())
                                : element(f, text.place(f, outputs)))
                .collect(Collectors.joining("\n\n"));
    }

    @Override
    String nested(Signature signature) {
        var outlines =
                signature.outputs().stream()
                        .filter(f -> XmlText.nests(f.type()))
                        .map(f -> XmlText.outline(f.name(), f.type()))
                        .collect(Collectors.joining(" "));
        return outlines.isEmpty()
                ? ""
                : Template.fill(framing.xml().nested(), "structures", outlines);
    }

    @Override
    String section(Field field, JsonNode value) {
        return element(field, display(field, value));
    }

    private static String element(Field field, String content) {
        return "<" + field.name() + ">\n" + content + "\n</" + field.name() + ">";
    }

    @Override
    String assistant(List<Field> outputs, Fields values, JsonNode missing) {
        var elements = new ArrayList<String>();
        for (var field : outputs) {
            var value = values.get(field.name());
            if (value == null) value = missing;
            elements.add(output(field, value));
        }
        return PythonText.strip(String.join("\n\n", elements));
    }

    private static String output(Field field, JsonNode value) {
        if (XmlText.nests(field.type()) && value.isContainer()) {
            return XmlText.write(field.name(), value);
        }
        var shown = display(field, value);
        return element(
                field, field.type() instanceof FieldType.Text ? XmlText.escaped(shown) : shown);
    }

    @Override
    public Fields parse(Signature signature, String completion) {
        var elements = XmlReader.read(completion);
        var read = Fields.EMPTY;
        for (var field : signature.outputs()) {
            var found = elements.get(field.name());
            if (found == null) continue;
            read = read.with(field.name(), value(field, found, completion, read));
        }
        return complete(signature, read, completion);
    }

    /**
     * The first way to read the elements that gives a value of the type: as it says, else as one
     * alternative.
     */
    private JsonNode value(
            Field field, List<XmlReader.XmlElement> found, String completion, Fields read) {
        AdapterParseException failure = null;
        for (var way : ways(field.type())) {
            var written = XmlText.value(way, found);
            try {
                return value(field, written, completion, read);
            } catch (AdapterParseException e) {
                if (failure == null) failure = e;
            }
            try {
                return Coercion.fit(field.type(), written);
            } catch (MismatchException e) {
                // Read another way, or told as the first way's fault.
            }
        }
        throw failure == null ? new IllegalStateException("no way to read " + field) : failure;
    }

    private static List<FieldType> ways(FieldType type) {
        var ways = new ArrayList<FieldType>();
        ways.add(type);
        if (type instanceof FieldType.Union(var alternatives)) ways.addAll(alternatives);
        if (type instanceof FieldType.Optional(var of)) {
            ways.addAll(
                    of instanceof FieldType.Union(var alternatives) ? alternatives : List.of(of));
            ways.add(new FieldType.Any());
        }
        return ways;
    }
}
