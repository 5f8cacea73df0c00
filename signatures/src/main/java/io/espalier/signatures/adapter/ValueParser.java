package io.espalier.signatures.adapter;

import io.espalier.signatures.Field;
import io.espalier.signatures.FieldType;
import io.espalier.signatures.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Turns what a model wrote for one field into a value of the field's type. */
record ValueParser(boolean checksConstraints) {

    /**
     * @param written a text from a section, or any value from a JSON answer
     */
    JsonNode parse(Field field, JsonNode written) throws MismatchException {
        var value = convert(field.type(), written);
        if (checksConstraints) Bounds.check(field, value);
        return value;
    }

    private static JsonNode convert(FieldType type, JsonNode written) throws MismatchException {
        if (type instanceof FieldType.Text) return Json.text(asText(written));
        if (type instanceof FieldType.Enumeration enumeration) return member(enumeration, written);
        var given = written;
        if (type instanceof FieldType.Literal(var values)) {
            var found = constant(values, given);
            if (found != null) return found;
            if (given.isString()) {
                given = Json.text(bare(given.stringValue()));
                found = constant(values, given);
                if (found != null) return found;
            }
        }
        if (!given.isString() || takesTextAndNull(type)) return Coercion.fit(type, given);
        var text = given.stringValue();
        var candidate = candidate(text);
        try {
            return Coercion.fit(type, candidate);
        } catch (MismatchException e) {
            if (hasOwnReader(type)) return Coercion.fit(type, given);
            throw e;
        }
    }

    /** What the text says as JSON, else as a Python literal, else the text itself. */
    private static JsonNode candidate(String text) {
        var repaired = JsonRepair.read(text);
        if (repaired != null) return repaired;
        var literal = PythonLiteral.read(text);
        return literal != null ? literal : Json.text(text);
    }

    private static String asText(JsonNode written) {
        return written.isString() ? written.stringValue() : PythonText.repr(written);
    }

    private static JsonNode member(FieldType.Enumeration enumeration, JsonNode written)
            throws MismatchException {
        for (var constant : enumeration.constants()) {
            if (Coercion.same(constant.value(), written)) return constant.value();
        }
        for (var constant : enumeration.constants()) {
            if (written.isString() && constant.name().equals(written.stringValue())) {
                return constant.value();
            }
        }
        throw Coercion.received(written);
    }

    private static @Nullable JsonNode constant(List<JsonNode> values, JsonNode written) {
        for (var value : values) if (Coercion.same(value, written)) return value;
        return null;
    }

    /** Without {@code Literal[...]} or {@code str[...]} and quotes around it. */
    private static String bare(String text) {
        var value = PythonText.strip(text);
        if ((value.startsWith("Literal[") || value.startsWith("str[")) && value.endsWith("]")) {
            value = value.substring(value.indexOf('[') + 1, value.length() - 1);
        }
        if (value.length() > 1) {
            var first = value.charAt(0);
            if (first == value.charAt(value.length() - 1) && (first == '"' || first == '\'')) {
                value = value.substring(1, value.length() - 1);
            }
        }
        return value;
    }

    private static boolean takesTextAndNull(FieldType type) {
        return switch (type) {
            case FieldType.Optional(FieldType.Text _) -> true;
            case FieldType.Optional(FieldType.Union(var alternatives)) ->
                    alternatives.stream().anyMatch(a -> a instanceof FieldType.Text);
            default -> false;
        };
    }

    /** Types that read their own text when it is not JSON. */
    private static boolean hasOwnReader(FieldType type) {
        return type instanceof FieldType.Code || type instanceof FieldType.Image;
    }
}
