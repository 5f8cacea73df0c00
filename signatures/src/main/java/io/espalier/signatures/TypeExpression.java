package io.espalier.signatures;

import io.espalier.signatures.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a type as Python writes it: {@code dict[str, list[int]] | None}. */
final class TypeExpression {
    private static final String KNOWN =
            "str, int, float, bool, list[...], dict[..., ...], Optional[...], Union[...], Literal[...], Any,"
                    + " Image, Code, History or Tool";

    private final SignatureText text;
    private final Map<String, FieldType> named;

    TypeExpression(SignatureText text, Map<String, FieldType> named) {
        this.text = text;
        this.named = named;
    }

    /** A type, or several with bars between. */
    FieldType read() {
        var alternatives = new ArrayList<@Nullable FieldType>();
        do {
            alternatives.add(single());
        } while (text.take('|'));
        return union(alternatives);
    }

    /** One alternative; null for {@code None}. */
    private @Nullable FieldType single() {
        text.skipBlanks();
        var start = text.position();
        var name = text.dottedName();
        if (name.isEmpty()) throw text.expected("a type (" + KNOWN + ")");
        var custom = named.get(name);
        if (custom != null) return custom;
        var plain = name.substring(name.lastIndexOf('.') + 1);
        return switch (plain) {
            case "None", "NoneType" -> null;
            case "str", "Text", "AnyStr" -> new FieldType.Text();
            case "int" -> new FieldType.Int();
            case "float" -> new FieldType.Float();
            case "bool" -> new FieldType.Bool();
            case "Any", "object" -> new FieldType.Any();
            case "list", "List", "Sequence" -> list();
            case "dict", "Dict", "Mapping" -> mapping();
            case "Optional" -> union(withNone(arguments("Optional", 1)));
            case "Union" -> union(arguments("Union", 0));
            case "Literal" -> literal();
            case "Image" -> new FieldType.Image();
            case "Code" -> code();
            case "History" -> new FieldType.History();
            case "Tool" -> new FieldType.Tool();
            case "Reasoning" -> new FieldType.Text();
            default -> throw text.expectedAt(start, "a type (" + KNOWN + ")", "'" + name + "'");
        };
    }

    private FieldType list() {
        if (!text.take('[')) return new FieldType.ListOf(new FieldType.Any(true));
        var element = read();
        text.require(']', "']' after the element type of list");
        return new FieldType.ListOf(element);
    }

    private FieldType mapping() {
        if (!text.take('[')) {
            return new FieldType.MapOf(new FieldType.Any(true), new FieldType.Any(true));
        }
        var key = read();
        text.require(',', "',' and the value type of dict");
        var value = read();
        text.require(']', "']' after the value type of dict");
        return new FieldType.MapOf(key, value);
    }

    private FieldType code() {
        if (!text.take('[')) return new FieldType.Code("");
        var language = text.constant();
        text.require(']', "']' after the language of Code");
        return new FieldType.Code(language.asString());
    }

    private FieldType literal() {
        text.require('[', "'[' and the constants of Literal");
        var values = new ArrayList<JsonNode>();
        do {
            text.skipBlanks();
            if (text.peek() == ']' && !values.isEmpty()) break;
            var value = text.constant();
            if (!values.contains(value)) values.add(value);
        } while (text.take(','));
        text.require(']', "',' or ']' after a constant of Literal");
        return new FieldType.Literal(values);
    }

    /**
     * @param count how many there must be; 0 for any number
     */
    private List<@Nullable FieldType> arguments(String of, int count) {
        text.require('[', "'[' and the types of " + of);
        var types = new ArrayList<@Nullable FieldType>();
        do {
            text.skipBlanks();
            if (text.peek() == ']' && !types.isEmpty()) break;
            if (count > 0 && types.size() == count) {
                throw text.expected("']': " + of + " takes one type");
            }
            types.add(alternative());
        } while (text.take(','));
        text.require(']', "',' or ']' after a type of " + of);
        return types;
    }

    /** A type among others, where {@code None} may stand alone. */
    private @Nullable FieldType alternative() {
        var first = single();
        if (!text.take('|')) return first;
        var all = new ArrayList<@Nullable FieldType>();
        all.add(first);
        do {
            all.add(single());
        } while (text.take('|'));
        return union(all);
    }

    private static List<@Nullable FieldType> withNone(List<@Nullable FieldType> types) {
        var all = new ArrayList<@Nullable FieldType>(types);
        all.add(null);
        return all;
    }

    /** Flat and without repetition, as Python's {@code Union}; with None it is optional. */
    private FieldType union(List<@Nullable FieldType> alternatives) {
        var flat = new LinkedHashSet<FieldType>();
        var optional = false;
        for (var alternative : alternatives) {
            switch (alternative) {
                case null -> optional = true;
                case FieldType.Union(var inner) -> flat.addAll(inner);
                case FieldType.Optional(FieldType.Union(var inner)) -> {
                    flat.addAll(inner);
                    optional = true;
                }
                case FieldType.Optional(var inner) -> {
                    flat.add(inner);
                    optional = true;
                }
                default -> flat.add(alternative);
            }
        }
        if (flat.isEmpty()) {
            if (alternatives.size() == 1) return new FieldType.Literal(List.of(Json.tree(null)));
            throw text.expected("a type beside None");
        }
        var type = flat.size() == 1 ? flat.getFirst() : new FieldType.Union(List.copyOf(flat));
        return optional ? new FieldType.Optional(type) : type;
    }
}
