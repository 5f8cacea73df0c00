package io.espalier.signatures.dspy;

import java.util.List;

/**
 * Completions that we read otherwise than DSPy does, as {@code docs/dspy.md} says: JSON that is
 * broken beyond what it can have meant, and a few accidents of Python.
 */
final class KnownDifferences {
    /** Values without quotes in a JSON object, and brackets that are none. */
    private static final List<String> BROKEN =
            List.of(
                    "1,000",
                    "true or false",
                    "50%",
                    "$5",
                    "```",
                    "The answer is",
                    "if (a ",
                    "it said ",
                    "007}",
                    "a, b}",
                    "- a\n",
                    "Sure! ",
                    "\"unclosed}",
                    "line one\nline two}",
                    "\\n escaped",
                    "'''triple'''",
                    "{\"found\": -}",
                    "1; 2",
                    "<b>bold</b>}",
                    "&lt;tag",
                    "Literal[",
                    "str[no]",
                    "[1][2]}",
                    "0x10}",
                    "x = {",
                    "{\"a\"=1}",
                    "\"b\"c",
                    "{\"a\" 1}",
                    "{x}. {",
                    "{{\"reas",
                    "'it''s'",
                    "1. a\n2. b}",
                    "a\\\"=1",
                    "b\\\"c",
                    "{\\\"a\\\" 1}");

    private KnownDifferences() {}

    static boolean holds(Completions.Completion c) {
        var text = c.text();
        if (BROKEN.stream().anyMatch(text::contains)) return true;
        // Python reads three dots as a value of its own.
        if (text.contains("...")) return true;
        // True equals 1 in Python and stays True where 1 was meant.
        if (c.adapter().equals("json")
                && text.toLowerCase(java.util.Locale.ROOT).contains("true")) {
            return c.signature().outputs().getFirst().type().equals(Cases.literal(1, 2, "3"));
        }
        // An empty element is no text to one way of reading a record, and no record to another.
        return text.contains("<tags /><note />");
    }
}
