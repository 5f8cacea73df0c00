package io.espalier.signatures.adapter;

import io.espalier.signatures.json.Json;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON that a model wrote carelessly: text around it, fences, single or missing quotes,
 * trailing or missing commas, Python's constants, comments, raw line ends in strings, missing ends.
 * Never throws: what cannot be read at all is null.
 */
final class JsonRepair {
    private static final int DEEPEST = 200;

    /** JSON as Python reads it: with NaN and Infinity. */
    private static final JsonMapper LENIENT =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private final String text;
    private int at;

    private JsonRepair(String text) {
        this.text = text;
    }

    /**
     * @return null where the text holds no JSON; several values in a row become a list
     */
    static @Nullable JsonNode read(String text) {
        var plain = PythonText.strip(text);
        if (plain.isEmpty()) return null;
        if (plain.chars().limit(4000).filter(c -> c == '[' || c == '{').count() < DEEPEST) {
            try {
                return LENIENT.readTree(plain);
            } catch (JacksonException e) {
                // Not JSON as it stands: read on with patience.
            }
        }
        return new JsonRepair(plain).values();
    }

    private @Nullable JsonNode values() {
        var found = new ArrayList<JsonNode>();
        while (at < text.length()) {
            var c = text.charAt(at);
            if (c == '{' || c == '[' || (c == '(' && found.isEmpty() && at == 0)) {
                var followsComma = followsComma();
                var value = value(0);
                if (!found.isEmpty()
                        && !value.isEmpty()
                        && (found.getLast().isEmpty()
                                || (!followsComma && sameShape(found.getLast(), value)))) {
                    found.removeLast();
                }
                if (found.isEmpty() || !value.isEmpty()) found.add(value);
            } else {
                at++;
            }
        }
        if (found.isEmpty()) return null;
        if (found.size() == 1) return found.getFirst();
        var all = Json.array();
        found.forEach(all::add);
        return all;
    }

    private boolean followsComma() {
        var before = at - 1;
        while (before >= 0 && PythonText.isSpace(text.charAt(before))) before--;
        return before >= 0 && text.charAt(before) == ',';
    }

    /** Equal but for their scalars: a model that corrects itself writes the same object again. */
    private static boolean sameShape(JsonNode a, JsonNode b) {
        if (a.size() != b.size() || a.getNodeType() != b.getNodeType()) return false;
        if (a.isObject()) {
            return a.properties().stream()
                    .allMatch(e -> b.has(e.getKey()) && sameShape(e.getValue(), b.get(e.getKey())));
        }
        for (var i = 0; i < a.size(); i++) if (!sameShape(a.get(i), b.get(i))) return false;
        return !a.isNumber() || a.isIntegralNumber() == b.isIntegralNumber();
    }

    private JsonNode value(int depth) {
        skipBlanks();
        if (at >= text.length()) return Json.text("");
        var c = text.charAt(at);
        if (depth < DEEPEST) {
            if (c == '{') return object(depth);
            if (c == '[') return list(depth, ']');
            if (c == '(') return list(depth, ')');
        }
        if (isQuote(c)) return Json.text(string());
        return word();
    }

    private JsonNode object(int depth) {
        at++;
        var object = Json.object();
        while (true) {
            skipBlanksAnd(',');
            if (at >= text.length()) return object;
            var c = text.charAt(at);
            if (c == '}') {
                at++;
                return object;
            }
            if (c == ']' || c == ':') {
                at++;
                continue;
            }
            var start = at;
            var name = isQuote(c) ? string() : bareName();
            skipBlanks();
            if (at < text.length() && text.charAt(at) == ':') {
                at++;
                skipBlanks();
                object.set(name, atEndOfMember() ? Json.text("") : value(depth + 1));
            } else if (!name.isEmpty()) {
                object.put(name, "");
            }
            if (at == start) at++;
        }
    }

    private boolean atEndOfMember() {
        return at >= text.length() || text.charAt(at) == ',' || text.charAt(at) == '}';
    }

    private JsonNode list(int depth, char end) {
        at++;
        var list = Json.array();
        while (true) {
            skipBlanksAnd(',');
            if (at >= text.length()) return list;
            var c = text.charAt(at);
            if (c == end) {
                at++;
                return list;
            }
            if (c == '}' || c == ']' || c == ')') {
                // A wrong closing bracket: if it belongs to what is outside, that reads it.
                if (c == '}') return list;
                at++;
                continue;
            }
            var start = at;
            list.add(value(depth + 1));
            if (at == start) at++;
        }
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '\u201c' || c == '\u201d';
    }

    /** A quoted text; an inner quote that nothing can follow belongs to the text. */
    private String string() {
        var open = text.charAt(at++);
        var close = open == '\u201c' ? '\u201d' : open;
        var out = new StringBuilder();
        while (at < text.length()) {
            var c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                escape(out);
            } else if (c == close && endsString()) {
                return out.toString();
            } else {
                out.append(c);
            }
        }
        return out.toString().stripTrailing();
    }

    private boolean endsString() {
        var next = at;
        while (next < text.length() && PythonText.isSpace(text.charAt(next))) next++;
        if (next >= text.length()) return true;
        var c = text.charAt(next);
        return ",:}])".indexOf(c) >= 0 || c == '/' || c == '#' || (isQuote(c) && next > at);
    }

    private void escape(StringBuilder out) {
        var c = text.charAt(at++);
        switch (c) {
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'r' -> out.append('\r');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case '"', '\'', '\\', '/' -> out.append(c);
            case 'u', 'x' -> {
                var length = c == 'u' ? 4 : 2;
                var code = hex(at, length);
                if (code < 0) {
                    out.append('\\').append(c);
                } else {
                    out.append((char) code);
                    at += length;
                }
            }
            default -> out.append('\\').append(c);
        }
    }

    private int hex(int from, int length) {
        if (from + length > text.length()) return -1;
        var code = 0;
        for (var i = from; i < from + length; i++) {
            var digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) return -1;
            code = code * 16 + digit;
        }
        return code;
    }

    private String bareName() {
        var start = at;
        while (at < text.length() && ":,}\n".indexOf(text.charAt(at)) < 0) at++;
        return PythonText.strip(text.substring(start, at));
    }

    /** A number, a constant, or text without quotes. */
    private JsonNode word() {
        var start = at;
        while (at < text.length() && ",]}\n)".indexOf(text.charAt(at)) < 0) {
            // A blank ends a number, so that [1 2 3] has three elements.
            if (PythonText.isSpace(text.charAt(at)) && number(text.substring(start, at)) != null)
                break;
            at++;
        }
        var word = PythonText.strip(text.substring(start, at));
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "true" -> Json.tree(true);
            case "false" -> Json.tree(false);
            case "null", "none" -> Json.tree(null);
            default -> {
                var number = number(word);
                yield number != null ? number : Json.text(word);
            }
        };
    }

    private static @Nullable JsonNode number(String word) {
        if (word.isEmpty() || "+-.0123456789".indexOf(word.charAt(0)) < 0) return null;
        var literal = PythonLiteral.read(word);
        return literal != null && literal.isNumber() ? literal : null;
    }

    private void skipBlanksAnd(char extra) {
        do {
            skipBlanks();
        } while (at < text.length() && text.charAt(at) == extra && at++ >= 0);
    }

    /** Blanks and comments. */
    private void skipBlanks() {
        while (at < text.length()) {
            var c = text.charAt(at);
            if (PythonText.isSpace(c)) {
                at++;
            } else if (c == '#' || text.startsWith("//", at)) {
                while (at < text.length() && text.charAt(at) != '\n') at++;
            } else if (text.startsWith("/*", at)) {
                var end = text.indexOf("*/", at + 2);
                at = end < 0 ? text.length() : end + 2;
            } else {
                return;
            }
        }
    }
}
