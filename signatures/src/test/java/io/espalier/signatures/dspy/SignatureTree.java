package io.espalier.signatures.dspy;

import io.espalier.signatures.Constraint;
import io.espalier.signatures.Field;
import io.espalier.signatures.FieldType;
import io.espalier.signatures.Signature;
import io.espalier.signatures.json.Json;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A signature as a tree that the Python side makes a DSPy signature of. */
final class SignatureTree {
    private SignatureTree() {}

    /** A signature with outputs that a module added is taken for a chain of thought's. */
    static JsonNode of(Signature signature) {
        var tree = Json.object();
        tree.set("inputs", fields(signature.inputs()));
        tree.set(
                "outputs",
                fields(signature.outputs().subList(signature.added(), signature.outputs().size())));
        tree.put("instruction", signature.instruction());
        return tree.put("reasons", signature.added() > 0);
    }

    /** DSPy's string form as it is. */
    static JsonNode text(String text) {
        return Json.object().put("text", text);
    }

    private static JsonNode fields(List<Field> fields) {
        var all = Json.array();
        for (var field : fields) {
            var node = Json.object().put("name", field.name());
            node.set("type", type(field.type()));
            node.put("description", field.description());
            var constraints = node.putArray("constraints");
            field.constraints().forEach(c -> constraints.add(constraint(c)));
            if (field.fallback() != null) node.set("fallback", field.fallback());
            all.add(node);
        }
        return all;
    }

    private static JsonNode constraint(Constraint constraint) {
        var entry =
                switch (constraint) {
                    case Constraint.GreaterThan(var bound) -> Map.entry("gt", bound);
                    case Constraint.AtLeast(var bound) -> Map.entry("ge", bound);
                    case Constraint.LessThan(var bound) -> Map.entry("lt", bound);
                    case Constraint.AtMost(var bound) -> Map.entry("le", bound);
                    case Constraint.MultipleOf(var factor) -> Map.entry("multiple_of", factor);
                    case Constraint.MinLength(var length) -> Map.entry("min_length", length);
                    case Constraint.MaxLength(var length) -> Map.entry("max_length", length);
                };
        // As written: 3 stays an integer, 0.5 a float.
        return Json.array().add(entry.getKey()).add(Json.parse(entry.getValue().toString()));
    }

    private static ObjectNode kind(String kind) {
        return Json.object().put("kind", kind);
    }

    static JsonNode type(FieldType type) {
        return switch (type) {
            case FieldType.Text _ -> kind("text");
            case FieldType.Int _ -> kind("int");
            case FieldType.Float _ -> kind("float");
            case FieldType.Bool _ -> kind("bool");
            case FieldType.Any _ -> kind("any");
            case FieldType.Image _ -> kind("image");
            case FieldType.History _ -> kind("history");
            case FieldType.Tool _ -> kind("tool");
            case FieldType.Code(var language) -> kind("code").put("language", language);
            case FieldType.Literal(var values) -> {
                var node = kind("literal");
                var all = node.putArray("values");
                values.forEach(all::add);
                yield node;
            }
            case FieldType.Enumeration(var name, var constants) -> {
                var node = kind("enum").put("name", name);
                var all = node.putArray("constants");
                constants.forEach(c -> all.add(Json.array().add(c.name()).add(c.value())));
                yield node;
            }
            case FieldType.ListOf(FieldType.Any(var implied)) when implied -> kind("list");
            case FieldType.ListOf(var element) -> kind("list").set("element", type(element));
            case FieldType.MapOf(FieldType.Any(var implied), _) when implied -> kind("dict");
            case FieldType.MapOf(var key, var value) -> {
                var node = kind("dict");
                node.set("key", type(key));
                yield node.set("value", type(value));
            }
            case FieldType.Optional(var of) -> kind("optional").set("of", type(of));
            case FieldType.Union(var alternatives) -> {
                var node = kind("union");
                var all = node.putArray("of");
                alternatives.forEach(a -> all.add(type(a)));
                yield node;
            }
            case FieldType.Nested(var name, var description, var members) -> {
                var node = kind("record").put("name", name);
                if (!description.isEmpty()) node.put("description", description);
                yield node.set("members", fields(members));
            }
        };
    }
}
