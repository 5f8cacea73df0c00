package io.espalier.signatures.adapter;

import io.espalier.signatures.FieldType;
import io.espalier.signatures.adapter.XmlReader.XmlElement;
import io.espalier.signatures.json.Json;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Values as nested XML elements, and back: {@code item} for lists, {@code entry key=} for odd
 * names.
 */
final class XmlText {
    private static final Pattern NAME =
            Pattern.compile("[\\p{L}_][\\w.\\-]*", Pattern.UNICODE_CHARACTER_CLASS);

    private XmlText() {}

    /** Whether outputs of this type are written as nested elements. */
    static boolean nests(FieldType type) {
        return switch (type) {
            case FieldType.Optional(FieldType.Union _) -> false;
            case FieldType.Optional(var of) -> nests(of);
            case FieldType.ListOf(FieldType.Any(var implied)) when implied -> false;
            case FieldType.ListOf(var element) -> !isDspysOwn(element);
            case FieldType.MapOf(FieldType.Any(var implied), _) when implied -> false;
            case FieldType.MapOf _, FieldType.Nested _ -> true;
            default -> false;
        };
    }

    private static boolean isDspysOwn(FieldType type) {
        return type instanceof FieldType.Image
                || type instanceof FieldType.Code
                || type instanceof FieldType.History
                || type instanceof FieldType.Tool;
    }

    /** The elements of a type, with dots for values. */
    static String outline(String tag, FieldType type) {
        if (type instanceof FieldType.Optional(var of)) return outline(tag, of);
        if (type instanceof FieldType.Union(var alternatives)) {
            return outline(tag, alternatives.getFirst());
        }
        var children =
                switch (type) {
                    case FieldType.ListOf(var element) -> outline("item", element);
                    case FieldType.Nested nested ->
                            nested.members().stream()
                                    .map(m -> outline(m.name(), m.type()))
                                    .collect(Collectors.joining());
                    default -> "";
                };
        var inner = children.isEmpty() ? "..." : children;
        return "<" + tag + ">" + inner + "</" + tag + ">";
    }

    static String write(String tag, JsonNode value) {
        return write(tag, "", value);
    }

    private static String write(String tag, String attributes, JsonNode value) {
        var open = "<" + tag + attributes;
        if (value.isNull() || (value.isArray() && value.isEmpty())) return open + " />";
        var content = new StringBuilder();
        if (value.isArray()) {
            value.forEach(item -> content.append(write("item", item)));
        } else if (value.isObject()) {
            for (var member : value.properties()) {
                var name = member.getKey();
                content.append(
                        NAME.matcher(name).matches()
                                ? write(name, member.getValue())
                                : write("entry", " key=" + attribute(name), member.getValue()));
            }
        } else {
            content.append(escaped(PythonText.display(value)));
        }
        return open + ">" + content + "</" + tag + ">";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String attribute(String value) {
        var text =
                value.replace("&", "&amp;")
                        .replace(">", "&gt;")
                        .replace("<", "&lt;")
                        .replace("\n", "&#10;")
                        .replace("\r", "&#13;")
                        .replace("\t", "&#9;");
        if (text.indexOf('"') < 0) return '"' + text + '"';
        return text.indexOf('\'') < 0 ? "'" + text + "'" : '"' + text.replace("\"", "&quot;") + '"';
    }

    /**
     * What equally named elements hold, guided by the type; texts stay texts.
     *
     * @param type null where the type says nothing
     */
    static JsonNode value(@Nullable FieldType type, List<XmlElement> elements) {
        var first = elements.getFirst();
        if (type instanceof FieldType.Optional(var of)) {
            if (first.children().isEmpty() && PythonText.strip(first.text()).isEmpty()) {
                return Json.tree(null);
            }
            return value(of, elements);
        }
        if (type instanceof FieldType.Union(var alternatives)) {
            var chosen = alternatives.getFirst();
            if (!first.children().isEmpty()) {
                chosen =
                        alternatives.stream()
                                .filter(a -> !(a instanceof FieldType.Text))
                                .findFirst()
                                .orElse(chosen);
            }
            return value(chosen, elements);
        }
        if (type instanceof FieldType.ListOf(var element)) return list(element, elements);
        if (first.children().isEmpty()) return leaf(type, elements);
        if (type instanceof FieldType.Text) return Json.text(first.content());
        var object = Json.object();
        first.byName()
                .forEach((name, inner) -> object.set(name, value(memberType(type, name), inner)));
        return object;
    }

    private static JsonNode list(FieldType element, List<XmlElement> elements) {
        var items = elements;
        if (elements.size() == 1) {
            var only = elements.getFirst();
            var text = PythonText.strip(only.text());
            if (only.children().isEmpty() && (text.isEmpty() || text.startsWith("["))) {
                return text.isEmpty() ? Json.array() : Json.text(text);
            }
            items = only.byName().getOrDefault("item", elements);
        }
        var list = Json.array();
        items.forEach(item -> list.add(value(element, List.of(item))));
        return list;
    }

    private static JsonNode leaf(@Nullable FieldType type, List<XmlElement> elements) {
        var isObject =
                type instanceof FieldType.MapOf
                        || type instanceof FieldType.Nested
                        || (type != null && isDspysOwn(type));
        if (isObject && PythonText.strip(elements.getFirst().text()).isEmpty())
            return Json.object();
        if (elements.size() == 1) return Json.text(PythonText.strip(elements.getFirst().text()));
        var all = Json.array();
        elements.forEach(e -> all.add(PythonText.strip(e.text())));
        return all;
    }

    private static @Nullable FieldType memberType(@Nullable FieldType type, String name) {
        return switch (type) {
            case FieldType.MapOf(_, var value) -> value;
            case FieldType.Nested nested ->
                    nested.members().stream()
                            .filter(m -> m.name().equals(name))
                            .map(io.espalier.signatures.Field::type)
                            .findFirst()
                            .orElse(null);
            case null, default -> null;
        };
    }
}
