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
            var written = XmlText.value(field.type(), found);
            read = read.with(field.name(), value(field, written, completion, read));
        }
        return complete(signature, read, completion);
    }
}
