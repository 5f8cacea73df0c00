package io.espalier.signatures.adapter;

import io.espalier.signatures.Constraint;
import io.espalier.signatures.Field;
import io.espalier.signatures.FieldType;
import io.espalier.signatures.PythonTypes;
import io.espalier.signatures.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON schemas of field types, in the shape that pydantic gives them: sorted keys, titles, {@code
 * $defs}.
 */
final class JsonSchema {
    private final TreeMap<String, ObjectNode> definitions = new TreeMap<>();
    private final JsonNode own;

    /**
     * @param own how the framing describes types of its own, by name
     */
    private JsonSchema(JsonNode own) {
        this.own = own;
    }

    /** The schema of one type; a record or enumeration at the top stands inline. */
    static ObjectNode of(FieldType type, JsonNode own) {
        var schema = new JsonSchema(own);
        var top = schema.schema(type);
        if (top.has("$ref")) {
            var name = top.get("$ref").stringValue().substring("#/$defs/".length());
            var inline = schema.definitions.remove(name);
            if (inline != null) top = inline;
        }
        return schema.withDefinitions(top);
    }

    /** The schema of an object with these members, all required and no others. */
    static ObjectNode strictObject(String name, List<Field> members, JsonNode own) {
        var schema = new JsonSchema(own);
        var top = schema.withDefinitions(schema.record(name, "", members));
        top.put("additionalProperties", false);
        var strict = sorted(top);
        makeStrict(strict);
        return strict;
    }

    /** Every object lists all of its members as required and takes no others. */
    private static void makeStrict(ObjectNode part) {
        if ("object".equals(part.path("type").asString(""))) {
            var members = part.get("properties");
            var required = Json.array();
            if (members == null) part.set("properties", Json.object());
            else members.properties().forEach(e -> required.add(e.getKey()));
            part.set("required", required);
            part.put("additionalProperties", false);
            part.path("properties")
                    .forEach(member -> {
                        if (member instanceof ObjectNode object) makeStrict(object);
                    });
        }
        if (part.get("items") instanceof ObjectNode items) makeStrict(items);
        part.path("$defs").forEach(definition -> makeStrict((ObjectNode) definition));
    }

    /** Keys sorted at every level, {@code type} before all others. */
    static JsonNode typeFirst(JsonNode node) {
        if (node instanceof ArrayNode array) {
            var copy = Json.array();
            array.forEach(element -> copy.add(typeFirst(element)));
            return copy;
        }
        if (!(node instanceof ObjectNode object)) return node;
        var copy = Json.object();
        if (object.has("type")) copy.set("type", typeFirst(object.get("type")));
        var byName = new TreeMap<String, JsonNode>();
        object.properties().forEach(e -> byName.put(e.getKey(), e.getValue()));
        byName.forEach((name, value) -> {
            if (!name.equals("type")) copy.set(name, typeFirst(value));
        });
        return copy;
    }

    private ObjectNode withDefinitions(ObjectNode top) {
        if (definitions.isEmpty()) return top;
        var all = Json.object();
        definitions.forEach(all::set);
        top.set("$defs", all);
        return sorted(top);
    }

    /** Sorted keys of one level; deeper levels were sorted when they were made. */
    private static ObjectNode sorted(ObjectNode node) {
        var byName = new TreeMap<String, JsonNode>();
        node.properties().forEach(e -> byName.put(e.getKey(), e.getValue()));
        var copy = Json.object();
        byName.forEach(copy::set);
        return copy;
    }

    private ObjectNode schema(FieldType type) {
        return switch (type) {
            case FieldType.Text _ -> typed("string");
            case FieldType.Int _ -> typed("integer");
            case FieldType.Float _ -> typed("number");
            case FieldType.Bool _ -> typed("boolean");
            case FieldType.Any _ -> Json.object();
            case FieldType.Literal(var values) -> constants(values);
            case FieldType.Enumeration enumeration -> {
                definitions.computeIfAbsent(
                        enumeration.name(),
                        name -> {
                            var schema =
                                    constants(
                                            enumeration.constants().stream()
                                                    .map(FieldType.Enumeration.Constant::value)
                                                    .toList());
                            schema.put("title", name);
                            return sorted(schema);
                        });
                yield reference(enumeration.name());
            }
            case FieldType.ListOf(var element) -> {
                var schema = Json.object();
                schema.set("items", schema(element));
                yield schema.put("type", "array");
            }
            case FieldType.MapOf(var key, var value) -> {
                var schema = Json.object();
                if (value instanceof FieldType.Any) schema.put("additionalProperties", true);
                else schema.set("additionalProperties", schema(value));
                if (key instanceof FieldType.Literal || key instanceof FieldType.Enumeration) {
                    var names = schema(key);
                    names.remove("type");
                    schema.set("propertyNames", names);
                }
                yield schema.put("type", "object");
            }
            case FieldType.Optional(var of) -> {
                var schema = Json.object();
                var choices = schema.putArray("anyOf");
                if (of instanceof FieldType.Union(var alternatives)) {
                    alternatives.forEach(a -> choices.add(schema(a)));
                } else {
                    choices.add(schema(of));
                }
                choices.add(typed("null"));
                yield schema;
            }
            case FieldType.Union(var alternatives) -> {
                var schema = Json.object();
                var choices = schema.putArray("anyOf");
                alternatives.forEach(a -> choices.add(schema(a)));
                yield schema;
            }
            case FieldType.Nested nested -> {
                if (!definitions.containsKey(nested.name())) {
                    definitions.put(nested.name(), Json.object());
                    definitions.put(
                            nested.name(),
                            record(nested.name(), nested.description(), nested.members()));
                }
                yield reference(nested.name());
            }
            case FieldType.Image _ -> plainRecord("Image", Field.text("url"));
            case FieldType.Code _ -> plainRecord(PythonTypes.name(type), Field.text("code"));
            case FieldType.History _ ->
                    plainRecord(
                            "History",
                            Field.of(
                                    "messages",
                                    new FieldType.ListOf(
                                            new FieldType.MapOf(
                                                    new FieldType.Text(), new FieldType.Any()))));
            case FieldType.Tool _ ->
                    plainRecord("Tool", Field.text("name"), Field.text("description"));
        };
    }

    private ObjectNode plainRecord(String name, Field... members) {
        definitions.computeIfAbsent(
                name,
                n ->
                        own.get(n) instanceof ObjectNode described
                                ? sorted(described)
                                : record(n, "", List.of(members)));
        return reference(name);
    }

    private ObjectNode record(String name, String description, List<Field> members) {
        var schema = Json.object();
        if (!description.isEmpty()) schema.put("description", description);
        var properties = schema.putObject("properties");
        var required = Json.array();
        for (var member : members) {
            properties.set(member.name(), member(member));
            if (member.fallback() == null) required.add(member.name());
        }
        if (!required.isEmpty()) schema.set("required", required);
        schema.put("title", name);
        return schema.put("type", "object");
    }

    private ObjectNode member(Field member) {
        var schema = schema(member.type());
        member.constraints().forEach(c -> constrain(schema, member.type(), c));
        if (member.fallback() != null) schema.set("default", member.fallback());
        if (member.description() != null) schema.put("description", member.description());
        if (takesTitle(member.type())) schema.put("title", title(member.name()));
        return sorted(schema);
    }

    private static boolean takesTitle(FieldType type) {
        return switch (type) {
            case FieldType.Optional(FieldType.Union _) -> true;
            case FieldType.Optional(var of) -> takesTitle(of);
            case FieldType.Nested _,
                    FieldType.Enumeration _,
                    FieldType.Image _,
                    FieldType.Code _,
                    FieldType.History _,
                    FieldType.Tool _ ->
                    false;
            default -> true;
        };
    }

    private static void constrain(ObjectNode schema, FieldType type, Constraint constraint) {
        var unit =
                switch (type) {
                    case FieldType.ListOf _ -> "Items";
                    case FieldType.MapOf _ -> "Properties";
                    default -> "Length";
                };
        switch (constraint) {
            case Constraint.GreaterThan(var bound) -> schema.set("exclusiveMinimum", number(bound));
            case Constraint.AtLeast(var bound) -> schema.set("minimum", number(bound));
            case Constraint.LessThan(var bound) -> schema.set("exclusiveMaximum", number(bound));
            case Constraint.AtMost(var bound) -> schema.set("maximum", number(bound));
            case Constraint.MultipleOf(var factor) -> schema.set("multipleOf", number(factor));
            case Constraint.MinLength(var length) -> schema.put("min" + unit, length);
            case Constraint.MaxLength(var length) -> schema.put("max" + unit, length);
        }
    }

    private static JsonNode number(BigDecimal value) {
        return value.scale() <= 0
                ? Json.tree(value.toBigInteger())
                : Json.tree(value.doubleValue());
    }

    /** Python's {@code title()} of the name's words. */
    private static String title(String name) {
        var out = new StringBuilder();
        var inWord = false;
        for (var c : name.toCharArray()) {
            if (c == '_') out.append(' ');
            else out.append(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inWord = Character.isLetter(c);
        }
        return out.toString();
    }

    private static ObjectNode typed(String type) {
        return Json.object().put("type", type);
    }

    private static ObjectNode reference(String name) {
        return Json.object().put("$ref", "#/$defs/" + name);
    }

    private static ObjectNode constants(List<JsonNode> values) {
        var schema = Json.object();
        if (values.size() == 1) {
            schema.set("const", values.getFirst());
        } else {
            var all = schema.putArray("enum");
            values.forEach(all::add);
        }
        var types = values.stream().map(JsonSchema::jsonType).distinct().toList();
        if (types.size() == 1) schema.put("type", types.getFirst());
        return schema;
    }

    private static String jsonType(JsonNode value) {
        if (value.isString()) return "string";
        if (value.isBoolean()) return "boolean";
        if (value.isNull()) return "null";
        return value.isIntegralNumber() ? "integer" : "number";
    }
}
