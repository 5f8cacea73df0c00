package io.espalier.signatures.document;

import io.espalier.signatures.json.Json;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Words of JSON Schema, for readers to say what they accept. */
public final class Shapes {
    private Shapes() {}

    public static ObjectNode text() {
        return Json.object().put("type", "string").put("minLength", 1);
    }

    public static ObjectNode address() {
        return Json.object().put("type", "string").put("pattern", "^https?://.+");
    }

    public static ObjectNode flag() {
        return Json.object().put("type", "boolean");
    }

    public static ObjectNode number(double least) {
        return Json.object().put("type", "number").put("minimum", least);
    }

    public static ObjectNode share() {
        return number(0).put("maximum", 1);
    }

    public static ObjectNode oneOf(Collection<String> words) {
        return Json.object().set("enum", Json.tree(words));
    }

    public static ObjectNode anything() {
        return Json.object();
    }

    public static ObjectNode list(JsonNode element, int least) {
        var node = Json.object().put("type", "array").put("minItems", least);
        return node.set("items", element);
    }

    /** Names are the writer's own; each value has the same shape. */
    public static ObjectNode map(JsonNode value) {
        return Json.object().put("type", "object").set("additionalProperties", value);
    }

    public static ObjectNode either(JsonNode... shapes) {
        return either(List.of(shapes));
    }

    public static ObjectNode either(Collection<? extends JsonNode> shapes) {
        var node = Json.object();
        node.putArray("anyOf").addAll(shapes);
        return node;
    }

    /** The shape defined once under {@code $defs}, so that it may hold itself. */
    public static ObjectNode definition(String name) {
        return Json.object().put("$ref", "#/$defs/" + name);
    }

    /** An object that has no other members than those {@link #with} adds. */
    public static ObjectNode object() {
        var node = Json.object().put("type", "object").put("additionalProperties", false);
        node.putObject("properties");
        node.putArray("required");
        return node;
    }

    public static ObjectNode with(ObjectNode object, String name, JsonNode shape) {
        ((ObjectNode) object.required("properties")).set(name, shape);
        return object;
    }

    public static ObjectNode require(ObjectNode object, String name, JsonNode shape) {
        object.withArray("required").add(name);
        return with(object, name, shape);
    }
}
