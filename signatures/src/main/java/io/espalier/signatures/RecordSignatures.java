package io.espalier.signatures;

import io.espalier.signatures.json.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Signatures from Java records: a component is a field of the same name. {@link Describe}, {@link
 * Limit}, {@link OneOf} and {@link Private} say the rest.
 */
public final class RecordSignatures {
    private RecordSignatures() {}

    /**
     * @throws IllegalArgumentException naming the component whose type is not a field type
     */
    public static Signature of(
            Class<? extends Record> inputs,
            Class<? extends Record> outputs,
            @Nullable String instruction) {
        return Signature.written(
                fields(inputs, List.of()), fields(outputs, List.of()), instruction);
    }

    private static List<Field> fields(Class<?> type, List<Class<?>> outer) {
        if (outer.contains(type)) {
            throw new IllegalArgumentException(
                    "record " + type.getName() + " holds itself: a field type must end somewhere");
        }
        var within = new ArrayList<>(outer);
        within.add(type);
        var fields = new ArrayList<Field>();
        for (var component : type.getRecordComponents()) fields.add(field(component, within));
        return fields;
    }

    private static Field field(RecordComponent component, List<Class<?>> outer) {
        var describe = component.getAnnotation(Describe.class);
        var type = fieldType(component, outer);
        return new Field(
                component.getName(),
                type,
                describe == null ? null : describe.value(),
                constraints(component.getAnnotation(Limit.class)),
                null,
                component.isAnnotationPresent(Private.class));
    }

    private static FieldType fieldType(RecordComponent component, List<Class<?>> outer) {
        var oneOf = component.getAnnotation(OneOf.class);
        var type = type(component.getGenericType(), component, outer);
        if (oneOf == null) return type;
        var literal = new FieldType.Literal(Arrays.stream(oneOf.value()).map(Json::text).toList());
        return switch (type) {
            case FieldType.Text _ -> literal;
            case FieldType.ListOf(FieldType.Text _) -> new FieldType.ListOf(literal);
            case FieldType.Optional(FieldType.Text _) -> new FieldType.Optional(literal);
            default ->
                    throw unfit(
                            component, "@OneOf stands on text, not on " + PythonTypes.name(type));
        };
    }

    private static FieldType type(Type type, RecordComponent component, List<Class<?>> outer) {
        return switch (type) {
            case Class<?> plain -> plain(plain, component, outer);
            case ParameterizedType generic -> generic(generic, component, outer);
            default -> throw unfit(component, type.getTypeName() + " is not a field type");
        };
    }

    private static FieldType plain(Class<?> type, RecordComponent component, List<Class<?>> outer) {
        if (type == String.class || type == CharSequence.class) return new FieldType.Text();
        if (type == int.class
                || type == long.class
                || type == short.class
                || type == Integer.class
                || type == Long.class
                || type == Short.class
                || type == BigInteger.class) {
            return new FieldType.Int();
        }
        if (type == double.class
                || type == float.class
                || type == Double.class
                || type == Float.class
                || type == BigDecimal.class) {
            return new FieldType.Float();
        }
        if (type == boolean.class || type == Boolean.class) return new FieldType.Bool();
        if (type == Object.class || JsonNode.class.isAssignableFrom(type)) {
            return new FieldType.Any();
        }
        if (type == URI.class) return new FieldType.Image();
        if (type.isEnum()) return enumeration(type);
        if (type.isArray()) {
            return new FieldType.ListOf(type(type.getComponentType(), component, outer));
        }
        if (type.isRecord()) {
            var describe = type.getAnnotation(Describe.class);
            return new FieldType.Nested(
                    type.getSimpleName(),
                    describe == null ? "" : describe.value(),
                    fields(type, outer));
        }
        if (Collection.class.isAssignableFrom(type)) {
            return new FieldType.ListOf(new FieldType.Any(true));
        }
        if (Map.class.isAssignableFrom(type)) {
            return new FieldType.MapOf(new FieldType.Any(true), new FieldType.Any(true));
        }
        throw unfit(component, type.getName() + " is not a field type");
    }

    /** Written by the names of its constants, as Jackson writes them. */
    private static FieldType enumeration(Class<?> type) {
        return new FieldType.Enumeration(
                type.getSimpleName(),
                Arrays.stream(type.getEnumConstants())
                        .map(c ->
                                new FieldType.Enumeration.Constant(
                                        ((Enum<?>) c).name(), Json.tree(c)))
                        .toList());
    }

    private static FieldType generic(
            ParameterizedType type, RecordComponent component, List<Class<?>> outer) {
        var raw = (Class<?>) type.getRawType();
        var arguments = type.getActualTypeArguments();
        if (raw == java.util.Optional.class) {
            return new FieldType.Optional(type(arguments[0], component, outer));
        }
        if (Collection.class.isAssignableFrom(raw)) {
            return new FieldType.ListOf(type(arguments[0], component, outer));
        }
        if (Map.class.isAssignableFrom(raw)) {
            return new FieldType.MapOf(
                    type(arguments[0], component, outer), type(arguments[1], component, outer));
        }
        throw unfit(component, type.getTypeName() + " is not a field type");
    }

    private static List<Constraint> constraints(@Nullable Limit limit) {
        if (limit == null) return List.of();
        var all = new ArrayList<Constraint>();
        if (!limit.moreThan().isEmpty()) {
            all.add(new Constraint.GreaterThan(new BigDecimal(limit.moreThan())));
        }
        if (!limit.atLeast().isEmpty()) {
            all.add(new Constraint.AtLeast(new BigDecimal(limit.atLeast())));
        }
        if (!limit.lessThan().isEmpty()) {
            all.add(new Constraint.LessThan(new BigDecimal(limit.lessThan())));
        }
        if (!limit.atMost().isEmpty()) {
            all.add(new Constraint.AtMost(new BigDecimal(limit.atMost())));
        }
        if (!limit.multipleOf().isEmpty()) {
            all.add(new Constraint.MultipleOf(new BigDecimal(limit.multipleOf())));
        }
        if (limit.minLength() >= 0) all.add(new Constraint.MinLength(limit.minLength()));
        if (limit.maxLength() >= 0) all.add(new Constraint.MaxLength(limit.maxLength()));
        return all;
    }

    private static IllegalArgumentException unfit(RecordComponent component, String why) {
        return new IllegalArgumentException(
                "record "
                        + component.getDeclaringRecord().getName()
                        + ", component '"
                        + component.getName()
                        + "': "
                        + why
                        + " (expected: text, number, boolean, enum, record, List, Map or Optional of"
                        + " these)");
    }
}
