package io.espalier.signatures.adapter;

import io.espalier.signatures.Constraint;
import io.espalier.signatures.Field;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/** Checks a value against its field's constraints. */
final class Bounds {
    private Bounds() {}

    static void check(Field field, JsonNode value) throws MismatchException {
        if (value.isNull()) return;
        for (var constraint : field.constraints()) {
            if (!holds(constraint, value)) {
                throw new MismatchException(
                        "received "
                                + FramedAdapter.excerpt(value.toString())
                                + ", not "
                                + words(constraint));
            }
        }
    }

    private static boolean holds(Constraint constraint, JsonNode value) {
        return switch (constraint) {
            case Constraint.GreaterThan(var bound) -> compare(value, bound) > 0;
            case Constraint.AtLeast(var bound) -> compare(value, bound) >= 0;
            case Constraint.LessThan(var bound) -> compare(value, bound) < 0;
            case Constraint.AtMost(var bound) -> compare(value, bound) <= 0;
            case Constraint.MultipleOf(var factor) -> isMultiple(value, factor);
            case Constraint.MinLength(var length) -> length(value) >= length;
            case Constraint.MaxLength(var length) -> length(value) <= length;
        };
    }

    /** Beyond all numbers for what is not a finite number. */
    private static int compare(JsonNode value, BigDecimal bound) {
        if (!value.isNumber()) return 0;
        var number = value.doubleValue();
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Double.compare(number, bound.doubleValue());
        }
        return value.decimalValue().compareTo(bound);
    }

    private static boolean isMultiple(JsonNode value, BigDecimal factor) {
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) return false;
        return value.decimalValue().remainder(factor).signum() == 0;
    }

    private static int length(JsonNode value) {
        if (value.isString()) {
            var text = value.stringValue();
            return text.codePointCount(0, text.length());
        }
        return value.size();
    }

    private static String words(Constraint constraint) {
        return switch (constraint) {
            case Constraint.GreaterThan(var bound) -> "more than " + bound;
            case Constraint.AtLeast(var bound) -> "at least " + bound;
            case Constraint.LessThan(var bound) -> "less than " + bound;
            case Constraint.AtMost(var bound) -> "at most " + bound;
            case Constraint.MultipleOf(var factor) -> "a multiple of " + factor;
            case Constraint.MinLength(var length) -> "of length at least " + length;
            case Constraint.MaxLength(var length) -> "of length at most " + length;
        };
    }
}
