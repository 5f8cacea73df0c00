package io.espalier.signatures;

import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Names of field types as Python writes them: {@code list[str]}, {@code Literal['a', 'b']}. */
public final class PythonTypes {
    private PythonTypes() {}

    public static String name(FieldType type) {
        return name(type, _ -> null);
    }

    /**
     * @param special names a type its own way, at any depth; null for Python's way
     */
    public static String name(FieldType type, Function<FieldType, @Nullable String> special) {
        var own = special.apply(type);
        if (own != null) return own;
        return switch (type) {
            case FieldType.Text _ -> "str";
            case FieldType.Int _ -> "int";
            case FieldType.Float _ -> "float";
            case FieldType.Bool _ -> "bool";
            case FieldType.Any _ -> "Any";
            case FieldType.Literal literal ->
                    literal.values().stream()
                            .map(PythonTypes::constant)
                            .collect(Collectors.joining(", ", "Literal[", "]"));
            case FieldType.Enumeration enumeration -> enumeration.name();
            case FieldType.ListOf(FieldType.Any(var implied)) when implied -> "list";
            case FieldType.ListOf(var element) -> "list[" + name(element, special) + "]";
            case FieldType.MapOf(FieldType.Any(var implied), _) when implied -> "dict";
            case FieldType.MapOf(var key, var value) ->
                    "dict[" + name(key, special) + ", " + name(value, special) + "]";
            case FieldType.Optional(FieldType.Union(var alternatives)) ->
                    alternatives.stream()
                            .map(a -> name(a, special))
                            .collect(Collectors.joining(", ", "Union[", ", NoneType]"));
            case FieldType.Optional(var of) -> "Union[" + name(of, special) + ", NoneType]";
            case FieldType.Union(var alternatives) ->
                    alternatives.stream()
                            .map(a -> name(a, special))
                            .collect(Collectors.joining(", ", "Union[", "]"));
            case FieldType.Nested nested -> nested.name();
            case FieldType.Image _ -> "Image";
            case FieldType.Code(var language) -> language.isEmpty() ? "Code" : "Code_" + language;
            case FieldType.History _ -> "History";
            case FieldType.Tool _ -> "Tool";
        };
    }

    /** A constant as it stands between the brackets of a {@code Literal}. */
    private static String constant(JsonNode value) {
        if (value.isString()) return quoted(value.stringValue());
        if (value.isBoolean()) return value.booleanValue() ? "True" : "False";
        return value.isNull() ? "None" : value.toString();
    }

    private static String quoted(String text) {
        var single = text.indexOf('\'') >= 0;
        if (single && text.indexOf('"') < 0) return '"' + text + '"';
        return '\'' + (single ? text.replace("'", "\\'") : text) + '\'';
    }
}
