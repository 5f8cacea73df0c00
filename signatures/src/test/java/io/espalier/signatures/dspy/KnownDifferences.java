package io.espalier.signatures.dspy;

import io.espalier.signatures.json.Json;
import java.util.List;
import java.util.Locale;

/**
 * Completions that we read otherwise than DSPy does, as {@code docs/dspy.md} says: what is broken
 * beyond what it can have meant, accidents of Python, and faults of DSPy's that we do not copy.
 */
final class KnownDifferences {
    /** Text with brackets where a value was asked for, and quotes that close nothing. */
    private static final List<String> BROKEN =
            List.of(
                    "if (a ",
                    "it said ",
                    "\"b\"c",
                    "b\\\"c",
                    "'''triple'''",
                    "'it''s'",
                    "1. a\n2. b}");

    private KnownDifferences() {}

    static boolean holds(Completions.Completion c) {
        var text = c.text();
        if (BROKEN.stream().anyMatch(text::contains)) return true;
        // Python reads three dots as a value of its own.
        if (text.contains("...")) return true;
        var types = Json.write(SignatureTree.of(c.signature()).path("outputs"));
        if (c.adapter().equals("json") && text.toLowerCase(Locale.ROOT).contains("true")) {
            // True equals 1 in Python and stays True where 1 was meant.
            return c.signature().outputs().getFirst().type().equals(Cases.literal(1, 2, "3"));
        }
        if (!c.adapter().equals("xml")) return false;
        // DSPy does not find a record's members where the record is one of several types and stands
        // inside another value; as a whole output it reads it as text before it reads it as a
        // record.
        return types.contains("\"kind\":\"optional\",\"of\":{\"kind\":\"record\"")
                || text.contains("<tags /><note />");
    }
}
