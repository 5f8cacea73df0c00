package io.espalier.optimizers.catalog;

import tools.jackson.databind.JsonNode;

/** Whole numbers, however written: protobuf's JSON forms know only 3.0. */
public final class Whole {
    /** Up to here every whole number is a double. */
    private static final double EXACT = 1L << 53;

    private Whole() {}

    public static boolean is(JsonNode value) {
        if (value.isIntegralNumber()) return value.canConvertToLong();
        if (!value.isNumber()) return false;
        var number = value.doubleValue();
        return number == Math.rint(number) && Math.abs(number) <= EXACT;
    }

    public static long of(JsonNode value) {
        return value.isIntegralNumber() ? value.longValue() : (long) value.doubleValue();
    }
}
