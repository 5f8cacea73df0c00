package io.espalier.signatures.adapter;

import io.espalier.signatures.Field;
import io.espalier.signatures.FieldType;
import io.espalier.signatures.Signature;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Message;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Pictures on their way through a turn's text: a value of an image type becomes its address between
 * two characters that no text holds, and the finished turn is cut there into parts.
 */
final class Pictures {
    private static final char OPEN = '\uFDD0';
    private static final char CLOSE = '\uFDD1';

    private Pictures() {}

    static boolean in(Signature signature) {
        return signature.inputs().stream().map(Field::type).anyMatch(Pictures::holds);
    }

    private static boolean holds(FieldType type) {
        return switch (type) {
            case FieldType.Image _ -> true;
            case FieldType.ListOf(var element) -> holds(element);
            case FieldType.MapOf(_, var value) -> holds(value);
            case FieldType.Optional(var of) -> holds(of);
            case FieldType.Union(var alternatives) ->
                    alternatives.stream().anyMatch(Pictures::holds);
            case FieldType.Nested nested ->
                    nested.members().stream().map(Field::type).anyMatch(Pictures::holds);
            default -> false;
        };
    }

    /** The value with every picture in it replaced by its marked address. */
    static JsonNode marked(FieldType type, JsonNode value) {
        return switch (type) {
            case FieldType.Image _ -> {
                var url = value.isObject() ? value.path("url") : value;
                yield url.isString() ? Json.text(OPEN + url.stringValue() + CLOSE) : value;
            }
            case FieldType.ListOf(var element) when value instanceof ArrayNode array -> {
                var copy = Json.array();
                array.forEach(v -> copy.add(marked(element, v)));
                yield copy;
            }
            case FieldType.MapOf(_, var of) when value instanceof ObjectNode object -> {
                var copy = Json.object();
                object.properties().forEach(e -> copy.set(e.getKey(), marked(of, e.getValue())));
                yield copy;
            }
            case FieldType.Optional(var of) -> value.isNull() ? value : marked(of, value);
            case FieldType.Nested nested when value instanceof ObjectNode object -> {
                var copy = object.deepCopy();
                for (var member : nested.members()) {
                    var inner = object.get(member.name());
                    if (inner != null) copy.set(member.name(), marked(member.type(), inner));
                }
                yield copy;
            }
            default -> value;
        };
    }

    /** A user turn of texts and pictures in the order of {@code text}. */
    static Message turn(String text) {
        if (text.indexOf(OPEN) < 0) return Message.user(text);
        List<Message.Part> parts = new ArrayList<>();
        var from = 0;
        while (true) {
            var open = text.indexOf(OPEN, from);
            var close = open < 0 ? -1 : text.indexOf(CLOSE, open);
            if (close < 0) break;
            if (open > from) parts.add(new Message.Part.Text(text.substring(from, open)));
            parts.add(new Message.Part.Image(text.substring(open + 1, close)));
            from = close + 1;
        }
        if (from < text.length()) parts.add(new Message.Part.Text(text.substring(from)));
        return new Message(Message.Role.USER, parts);
    }
}
