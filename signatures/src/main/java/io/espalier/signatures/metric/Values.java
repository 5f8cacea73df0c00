package io.espalier.signatures.metric;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How metrics look at values. */
final class Values {
    private Values() {}

    /**
     * Equal content: texts without blanks around them, numbers by value, the rest member by member.
     */
    static boolean equal(@Nullable JsonNode expected, @Nullable JsonNode received) {
        if (expected == null || received == null) return Objects.equals(expected, received);
        if (expected.isNumber() && received.isNumber()) {
            return decimal(expected).compareTo(decimal(received)) == 0;
        }
        if (expected.isString() && received.isString()) {
            return expected.stringValue().strip().equals(received.stringValue().strip());
        }
        if (expected.isValueNode() && received.isValueNode()) {
            return expected.asString().strip().equals(received.asString().strip());
        }
        return expected.equals(received);
    }

    private static BigDecimal decimal(JsonNode number) {
        return number.decimalValue();
    }

    static String text(@Nullable JsonNode value) {
        return value == null || value.isNull()
                ? ""
                : value.isString() ? value.stringValue() : value.toString();
    }

    static String shown(@Nullable JsonNode value) {
        return value == null ? "nothing" : "'" + text(value) + "'";
    }

    /** Lower case, no punctuation, no English articles, single blanks: SQuAD's normal form. */
    static String normal(String text) {
        var plain = Normalizer.normalize(text, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        return plain.replaceAll("\\p{Punct}", "")
                .replaceAll("\\b(a|an|the)\\b", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
