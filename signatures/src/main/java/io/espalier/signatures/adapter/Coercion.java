package io.espalier.signatures.adapter;

import io.espalier.signatures.Field;
import io.espalier.signatures.FieldType;
import io.espalier.signatures.json.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Fits a JSON value to a field type, as forgiving as pydantic's lax mode: numbers from their text,
 * booleans from the usual words, whole floats for integers.
 */
final class Coercion {
    private static final Set<String> TRUE = Set.of("1", "on", "t", "true", "y", "yes");
    private static final Set<String> FALSE = Set.of("0", "off", "f", "false", "n", "no");
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+(_[0-9]+)*(\\.0+)?");
    private static final Pattern DECIMAL =
            Pattern.compile(
                    "[+-]?([0-9]+(_[0-9]+)*\\.?([0-9]+(_[0-9]+)*)?|\\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]+(_[0-9]+)*)?");

    private Coercion() {}

    static JsonNode fit(FieldType type, JsonNode value) throws MismatchException {
        return switch (type) {
            case FieldType.Any _ -> value;
            case FieldType.Text _ -> {
                if (!value.isString()) throw received(value);
                yield value;
            }
            case FieldType.Int _ -> Json.tree(integer(value));
            case FieldType.Float _ -> Json.tree(decimal(value));
            case FieldType.Bool _ -> Json.tree(bool(value));
            case FieldType.Literal(var values) -> constant(values, value);
            case FieldType.Enumeration enumeration ->
                    constant(
                            enumeration.constants().stream()
                                    .map(FieldType.Enumeration.Constant::value)
                                    .toList(),
                            value);
            case FieldType.ListOf(var element) -> {
                if (!value.isArray()) throw received(value);
                var copy = Json.array();
                for (var item : value) copy.add(fit(element, item));
                yield copy;
            }
            case FieldType.MapOf(var key, var of) -> {
                if (!value.isObject()) throw received(value);
                var copy = Json.object();
                for (var entry : value.properties()) {
                    var name = fit(key, Json.text(entry.getKey()));
                    copy.set(PythonText.display(name), fit(of, entry.getValue()));
                }
                yield copy;
            }
            case FieldType.Optional(var of) -> value.isNull() ? value : fit(of, value);
            case FieldType.Union(var alternatives) -> firstFit(alternatives, value);
            case FieldType.Nested nested -> nested(nested, value);
            case FieldType.Image _ -> {
                var url = value.isObject() ? value.path("url") : value;
                if (!url.isString()) throw received(value);
                yield Json.object().put("url", url.stringValue());
            }
            case FieldType.Code _ -> {
                var source = value.isObject() ? value.path("code") : value;
                if (!source.isString()) throw received(value);
                yield Json.text(FencedCode.source(source.stringValue()));
            }
            case FieldType.History _ -> {
                if (!value.path("messages").isArray()) throw received(value);
                yield value;
            }
            case FieldType.Tool _ -> {
                if (!value.isObject()) throw received(value);
                yield value;
            }
        };
    }

    private static JsonNode nested(FieldType.Nested type, JsonNode value) throws MismatchException {
        if (!value.isObject()) throw received(value);
        var copy = Json.object();
        for (var member : type.members()) {
            var inner = value.get(member.name());
            if (inner == null) inner = member.fallback();
            if (inner == null) {
                throw new MismatchException(
                        "received " + shown(value) + " without member '" + member.name() + "'");
            }
            copy.set(member.name(), member(member, inner));
        }
        return copy;
    }

    private static JsonNode member(Field member, JsonNode value) throws MismatchException {
        JsonNode fitted;
        try {
            fitted = fit(member.type(), value);
        } catch (MismatchException e) {
            throw new MismatchException("member '" + member.name() + "': " + e.getMessage());
        }
        Bounds.check(member, fitted);
        return fitted;
    }

    /** Exactly one of the constants, without any conversion. */
    private static JsonNode constant(List<JsonNode> constants, JsonNode value)
            throws MismatchException {
        for (var constant : constants) if (same(constant, value)) return constant;
        throw received(value);
    }

    /** Python's {@code ==} between scalars: numbers by value, True is 1. */
    static boolean same(JsonNode a, JsonNode b) {
        var x = numeric(a);
        var y = numeric(b);
        return x != null && y != null ? x.equals(y) : a.equals(b);
    }

    private static @Nullable Double numeric(JsonNode value) {
        if (value.isBoolean()) return value.booleanValue() ? 1.0 : 0.0;
        return value.isNumber() ? value.doubleValue() : null;
    }

    /** The first alternative that the value fits as it is, else the first that it can become. */
    private static JsonNode firstFit(List<FieldType> alternatives, JsonNode value)
            throws MismatchException {
        var tried = new ArrayList<JsonNode>();
        for (var alternative : alternatives) {
            try {
                var fitted = fit(alternative, value);
                if (fitted.equals(value)) return fitted;
                tried.add(fitted);
            } catch (MismatchException e) {
                continue;
            }
        }
        if (tried.isEmpty()) throw received(value);
        return tried.getFirst();
    }

    private static BigInteger integer(JsonNode value) throws MismatchException {
        if (value.isIntegralNumber()) return value.bigIntegerValue();
        if (value.isBoolean()) return value.booleanValue() ? BigInteger.ONE : BigInteger.ZERO;
        if (value.isNumber()) {
            var number = value.doubleValue();
            if (!Double.isFinite(number) || number != Math.rint(number)) throw received(value);
            return value.decimalValue().toBigInteger();
        }
        if (value.isString()) {
            var text = PythonText.strip(value.stringValue());
            if (text.length() < 4300 && INTEGER.matcher(text).matches()) {
                var dot = text.indexOf('.');
                var digits = (dot < 0 ? text : text.substring(0, dot)).replace("_", "");
                return new BigInteger(digits.startsWith("+") ? digits.substring(1) : digits);
            }
        }
        throw received(value);
    }

    private static double decimal(JsonNode value) throws MismatchException {
        if (value.isNumber()) return value.doubleValue();
        if (value.isBoolean()) return value.booleanValue() ? 1 : 0;
        if (value.isString()) {
            var text = PythonText.strip(value.stringValue());
            if (DECIMAL.matcher(text).matches()) return Double.parseDouble(text.replace("_", ""));
            switch (text.toLowerCase(Locale.ROOT)) {
                case "nan", "+nan", "-nan" -> {
                    return Double.NaN;
                }
                case "inf", "+inf", "infinity", "+infinity" -> {
                    return Double.POSITIVE_INFINITY;
                }
                case "-inf", "-infinity" -> {
                    return Double.NEGATIVE_INFINITY;
                }
                default -> {}
            }
        }
        throw received(value);
    }

    private static boolean bool(JsonNode value) throws MismatchException {
        if (value.isBoolean()) return value.booleanValue();
        if (value.isNumber() && (value.doubleValue() == 0 || value.doubleValue() == 1)) {
            return value.doubleValue() == 1;
        }
        if (value.isString()) {
            var word = value.stringValue().toLowerCase(Locale.ROOT);
            if (TRUE.contains(word)) return true;
            if (FALSE.contains(word)) return false;
        }
        throw received(value);
    }

    static MismatchException received(JsonNode value) {
        return new MismatchException("received " + shown(value));
    }

    private static String shown(JsonNode value) {
        return FramedAdapter.excerpt(value.isString() ? value.stringValue() : value.toString());
    }
}
