package io.espalier.signatures;

import io.espalier.signatures.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values by field name, in order: an example, a prediction, a demo. The JSON nodes inside are never
 * changed after construction; copies are made on the way in.
 */
public record Fields(SequencedMap<String, JsonNode> values) {

    public static final Fields EMPTY = new Fields(new LinkedHashMap<>());

    public Fields {
        var copy = new LinkedHashMap<String, JsonNode>();
        values.forEach(
                (name, value) -> copy.put(name, value.isContainer() ? value.deepCopy() : value));
        values = Collections.unmodifiableSequencedMap(copy);
    }

    public static Fields of(JsonNode object) {
        if (!(object instanceof ObjectNode node)) {
            throw new IllegalArgumentException(
                    "fields: expected a JSON object, got " + object.getNodeType());
        }
        var values = new LinkedHashMap<String, JsonNode>();
        node.properties().forEach(e -> values.put(e.getKey(), e.getValue()));
        return new Fields(values);
    }

    /** Values given as Java objects: String, number, Boolean, List, Map, record. */
    public static Fields of(Map<String, ?> values) {
        return of(Json.tree(values));
    }

    public static Fields of(String name, Object value) {
        return of(Map.of(name, value));
    }

    public static Fields of(String name, Object value, String name2, Object value2) {
        var map = new LinkedHashMap<String, Object>();
        map.put(name, value);
        map.put(name2, value2);
        return of(map);
    }

    public @Nullable JsonNode get(String name) {
        return values.get(name);
    }

    /** Present and not JSON null. */
    public boolean has(String name) {
        var value = values.get(name);
        return value != null && !value.isNull();
    }

    /**
     * The value as plain text: a string as it is, anything else as JSON; empty where there is none.
     */
    public String text(String name) {
        return Optional.ofNullable(values.get(name))
                .map(v -> v.isString() ? v.stringValue() : v.toString())
                .orElse("");
    }

    public Fields with(String name, JsonNode value) {
        var copy = new LinkedHashMap<>(values);
        copy.put(name, value);
        return new Fields(copy);
    }

    /** These values, overridden by {@code later} where both have one. */
    public Fields and(Fields later) {
        var copy = new LinkedHashMap<>(values);
        copy.putAll(later.values);
        return new Fields(copy);
    }

    public Fields only(Iterable<Field> fields) {
        var copy = new LinkedHashMap<String, JsonNode>();
        for (var field : fields) {
            var value = values.get(field.name());
            if (value != null) copy.put(field.name(), value);
        }
        return new Fields(copy);
    }

    public ObjectNode toJson() {
        var node = Json.object();
        values.forEach(node::set);
        return node;
    }

    /** SHA-256 of the canonical JSON, in hexadecimal. */
    public String hash() {
        return Json.hash(toJson());
    }
}
