package io.espalier.signatures.dspy;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The title that DSPy infers from a field's name: {@code search_query} becomes {@code Search
 * Query:}. A state names its fields by nothing else.
 */
final class FieldPrefix {
    private static final Pattern WORD = Pattern.compile("(.)([A-Z][a-z]+)");
    private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");
    private static final Pattern LETTER_DIGIT = Pattern.compile("([a-zA-Z])([0-9])");
    private static final Pattern DIGIT_LETTER = Pattern.compile("([0-9])([a-zA-Z])");

    private FieldPrefix() {}

    static String of(String name) {
        var cut = name;
        for (var between : new Pattern[] {WORD, HUMP, LETTER_DIGIT, DIGIT_LETTER}) {
            cut = between.matcher(cut).replaceAll("$1_$2");
        }
        return Arrays.stream(cut.split("_", -1))
                .map(FieldPrefix::capitalized)
                .collect(Collectors.joining(" ", "", ":"));
    }

    private static String capitalized(String word) {
        var upper = word.toUpperCase(Locale.ROOT);
        var isUpper = word.equals(upper) && !word.equals(word.toLowerCase(Locale.ROOT));
        if (isUpper || word.isEmpty()) return word;
        return upper.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT);
    }
}
