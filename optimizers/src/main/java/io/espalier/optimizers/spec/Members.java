package io.espalier.optimizers.spec;

import io.espalier.optimizers.catalog.DidYouMean;
import io.espalier.optimizers.catalog.Faults;
import io.espalier.optimizers.catalog.Whole;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the members of one object of a study, noting each fault with its path. {@code -} and {@code
 * _} in names are the same, and 3.0 is a whole number: studies also come through JSON forms that
 * know no better.
 */
final class Members {
    private final JsonNode node;
    private final String path;
    private final Faults faults;
    private final Map<String, String> spelled = new HashMap<>();

    /**
     * @param keys all members that there may be
     */
    Members(JsonNode node, String path, List<StudyKey> keys, Faults faults) {
        this.node = node;
        this.path = path;
        this.faults = faults;
        if (!node.isObject()) {
            fault(path, "expected an object, got " + node);
            return;
        }
        var names = keys.stream().map(StudyKey::name).toList();
        for (var member : node.propertyNames()) {
            spelled.put(plain(member), member);
            if (names.contains(plain(member))) continue;
            fault(at(member), "unknown key '" + member + "'" + DidYouMean.hint(member, names));
        }
        for (var key : keys) {
            if (key.required() && get(key.name()) == null) {
                fault(at(key.name()), "missing; give " + key.doc());
            }
        }
    }

    private static String plain(String name) {
        return name.replace('_', '-');
    }

    /** The path of a member, as the document spells it. */
    String at(String name) {
        var member = spelled.getOrDefault(plain(name), name);
        return path.isEmpty() ? member : path + "." + member;
    }

    boolean has(String name) {
        return get(name) != null;
    }

    void fault(String field, String message) {
        faults.add(field, message);
    }

    /** Null where there is none, or JSON null. */
    @Nullable JsonNode get(String name) {
        var value = node.get(spelled.getOrDefault(name, name));
        return value == null || value.isNull() ? null : value;
    }

    @Nullable String text(String name) {
        var value = get(name);
        if (value == null) return null;
        if (value.isString() && !value.stringValue().isBlank()) return value.stringValue();
        fault(at(name), "expected a text, got " + value);
        return null;
    }

    @Nullable Long whole(String name, long least, long most) {
        var value = get(name);
        if (value == null) return null;
        if (Whole.is(value) && Whole.of(value) >= least && Whole.of(value) <= most) {
            return Whole.of(value);
        }
        if (least == most) {
            fault(at(name), "only " + least + " is known; got " + value);
            return null;
        }
        var range = most == Long.MAX_VALUE ? "from " + least + " on" : least + " to " + most;
        fault(at(name), "expected a whole number, " + range + "; got " + value);
        return null;
    }

    @Nullable Boolean flag(String name) {
        var value = get(name);
        if (value == null) return null;
        if (value.isBoolean()) return value.booleanValue();
        fault(at(name), "expected true or false, got " + value);
        return null;
    }

    @Nullable Integer count(String name) {
        var value = whole(name, 1, Integer.MAX_VALUE);
        return value == null ? null : value.intValue();
    }

    /** A number from {@code least} to {@code most}; {@code least} itself only if {@code open}. */
    @Nullable Double number(String name, double least, boolean open, double most) {
        var value = get(name);
        if (value == null) return null;
        if (value.isNumber()) {
            double number = value.doubleValue();
            if ((open ? number >= least : number > least) && number <= most) return number;
        }
        var range =
                (open ? "from " : "above ")
                        + plain(least)
                        + (most == Double.MAX_VALUE ? "" : " to " + plain(most));
        fault(at(name), "expected a number " + range + "; got " + value);
        return null;
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
