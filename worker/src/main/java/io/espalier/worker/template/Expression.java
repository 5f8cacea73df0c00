package io.espalier.worker.template;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An expression, ready to be evaluated. */
@FunctionalInterface
interface Expression {

    @Nullable Object in(Scope scope);

    default boolean holds(Scope scope) {
        return truth(in(scope));
    }

    static boolean truth(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean b -> b;
            case String s -> !s.isEmpty();
            case Long n -> n != 0;
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Boolean b -> b ? "True" : "False";
            default -> value.toString();
        };
    }

    static @Nullable Object element(@Nullable Object of, @Nullable Object key) {
        return switch (of) {
            case Map<?, ?> map -> key == null ? null : map.get(key);
            case List<?> list when key instanceof Long index -> {
                var at = index < 0 ? index + list.size() : index;
                yield at >= 0 && at < list.size() ? list.get((int) at) : null;
            }
            case null, default -> null;
        };
    }

    static boolean contains(@Nullable Object whole, @Nullable Object part) {
        return switch (whole) {
            case String s -> s.contains(text(part));
            case List<?> list -> list.contains(part);
            case Map<?, ?> map -> part != null && map.containsKey(part);
            case null, default -> false;
        };
    }

    static Object plus(@Nullable Object a, @Nullable Object b) {
        return a instanceof Long x && b instanceof Long y ? (Object) (x + y) : text(a) + text(b);
    }

    /** A filter by its name, or null for one that is not known. */
    static @Nullable Filter filter(String name) {
        return switch (name) {
            case "trim" -> value -> text(value).strip();
            case "upper" -> value -> text(value).toUpperCase(Locale.ROOT);
            case "lower" -> value -> text(value).toLowerCase(Locale.ROOT);
            case "string" -> Expression::text;
            case "length" -> Expression::length;
            case "first" -> value -> element(value, 0L);
            case "last" -> value -> element(value, -1L);
            default -> null;
        };
    }

    private static Object length(@Nullable Object value) {
        return switch (value) {
            case String s -> (long) s.length();
            case List<?> list -> (long) list.size();
            case Map<?, ?> map -> (long) map.size();
            case null, default -> 0L;
        };
    }

    /** A test ({@code is ...}) by its name, or null for one that is not known. */
    static @Nullable Test test(String name) {
        return switch (name) {
            case "defined" -> Objects::nonNull;
            case "undefined", "none" -> Objects::isNull;
            case "string" -> String.class::isInstance;
            case "mapping" -> Map.class::isInstance;
            case "iterable", "sequence" ->
                    value -> value instanceof List || value instanceof String;
            case "true" -> Boolean.TRUE::equals;
            case "false" -> Boolean.FALSE::equals;
            default -> null;
        };
    }

    /** Makes a value from a value. */
    @FunctionalInterface
    interface Filter {
        @Nullable Object of(@Nullable Object value);
    }

    /** Answers a question about a value. */
    @FunctionalInterface
    interface Test {
        boolean holds(@Nullable Object value);
    }
}
