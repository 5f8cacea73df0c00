package io.espalier.signatures.adapter;

import io.espalier.signatures.Field;
import io.espalier.signatures.FieldType;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.json.Json;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Inputs in sections under markers, outputs as one JSON object. */
final class JsonAdapter extends FramedAdapter {

    JsonAdapter(Framing framing) {
        super(framing);
    }

    @Override
    public String name() {
        return "json";
    }

    @Override
    Framing.TurnWords words() {
        return framing.json();
    }

    @Override
    String structure(List<Field> fields, boolean outputs) {
        if (!outputs) {
            return fields.stream()
                    .map(f -> ChatAdapter.marker(f) + text.place(f, false))
                    .collect(Collectors.joining("\n\n"));
        }
        var object = Json.object();
        fields.forEach(f -> object.put(f.name(), text.place(f, true)));
        return PythonText.indentedJson(object);
    }

    @Override
    String section(Field field, JsonNode value) {
        return ChatAdapter.marker(field) + display(field, value);
    }

    @Override
    String assistant(List<Field> outputs, Fields values, JsonNode missing) {
        var object = Json.object();
        for (var field : outputs) {
            var value = values.get(field.name());
            object.set(field.name(), value == null ? missing : value);
        }
        return PythonText.indentedJson(object);
    }

    /** A strict schema, or any JSON object where an output is an open mapping. */
    @Override
    @Nullable JsonNode responseFormat(Signature signature) {
        var format = Json.object();
        if (signature.outputs().stream().anyMatch(f -> isOpenMapping(f.type()))) {
            return format.put("type", "json_object");
        }
        var members =
                signature.outputs().stream()
                        .map(f -> f.withDescription(null).withConstraints(List.of()))
                        .toList();
        format.put("type", "json_schema");
        var schema = format.putObject("json_schema").put("name", framing.schemaName());
        schema.set(
                "schema",
                JsonSchema.strictObject(framing.schemaName(), members, framing.schemas()));
        schema.put("strict", true);
        return format;
    }

    /** A bare {@code dict} is none to DSPy: its schema is an object without members. */
    private static boolean isOpenMapping(FieldType type) {
        return type instanceof FieldType.MapOf(var key, _)
                && !(key instanceof FieldType.Any(var implied) && implied);
    }

    @Override
    public Fields parse(Signature signature, String completion) {
        var object = object(JsonRepair.read(completion));
        if (object == null) object = object(innermost(completion));
        if (object == null) {
            throw new AdapterParseException(
                    "completion: expected a JSON object, received " + excerpt(completion),
                    completion,
                    Fields.EMPTY);
        }
        var read = Fields.EMPTY;
        for (var field : signature.outputs()) {
            var written = object.get(field.name());
            if (written == null) continue;
            read = read.with(field.name(), value(field, written, completion, read));
        }
        return complete(signature, read, completion);
    }

    private static @Nullable JsonNode object(@Nullable JsonNode node) {
        return node != null && node.isObject() ? node : null;
    }

    /** The first text in balanced braces. */
    private static @Nullable JsonNode innermost(String completion) {
        for (var open = completion.indexOf('{');
                open >= 0;
                open = completion.indexOf('{', open + 1)) {
            var depth = 0;
            for (var i = open; i < completion.length(); i++) {
                var c = completion.charAt(i);
                if (c == '{') depth++;
                if (c == '}' && --depth == 0) {
                    return JsonRepair.read(completion.substring(open, i + 1));
                }
            }
        }
        return null;
    }
}
