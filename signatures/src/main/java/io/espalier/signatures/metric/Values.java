package io.espalier.signatures.metric;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How metrics look at values. */
final class Values {
    private Values() {}

    /**
     * Equal content: texts without blanks around them, numbers by value, lists and objects member
     * by member; null is the same as nothing.
     */
    static boolean equal(@Nullable JsonNode expected, @Nullable JsonNode received) {
        if (expected == null || expected.isNull()) return received == null || received.isNull();
        if (received == null || received.isNull()) return false;
        if (expected.isNumber() && received.isNumber()) {
            return decimal(expected).compareTo(decimal(received)) == 0;
        }
        if (expected.isValueNode() && received.isValueNode()) {
            return expected.asString().strip().equals(received.asString().strip());
        }
        if (expected.getNodeType() != received.getNodeType()
                || expected.size() != received.size()) {
            return false;
        }
        if (expected.isArray()) {
            return IntStream.range(0, expected.size())
                    .allMatch(i -> equal(expected.get(i), received.get(i)));
        }
        return expected.properties().stream()
                .allMatch(e ->
                        received.has(e.getKey()) && equal(e.getValue(), received.get(e.getKey())));
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
