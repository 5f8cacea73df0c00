package io.espalier.signatures;

import io.espalier.signatures.json.Json;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;

/** A cursor over a signature's text, and the errors that say where it stands. */
final class SignatureText {
    private final String text;
    private int at;
    private String field = "";

    SignatureText(String text) {
        this.text = text;
    }

    /** Names the field that errors are about, from here on; empty for none. */
    void about(String name) {
        field = name;
    }

    int position() {
        return at;
    }

    boolean atEnd() {
        skipBlanks();
        return at >= text.length();
    }

    /** The next character after blanks; NUL at the end. */
    char peek() {
        skipBlanks();
        return at < text.length() ? text.charAt(at) : '\0';
    }

    boolean take(char c) {
        if (peek() != c || at >= text.length()) return false;
        at++;
        return true;
    }

    boolean take(String word) {
        skipBlanks();
        if (!text.startsWith(word, at)) return false;
        at += word.length();
        return true;
    }

    void require(char c, String expected) {
        if (!take(c)) throw expected(expected);
    }

    void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    }

    /** Letters, digits and _; empty where none stand here. */
    String name() {
        skipBlanks();
        var start = at;
        while (at < text.length() && isOfName(text.charAt(at))) at++;
        return text.substring(start, at);
    }

    String dottedName() {
        skipBlanks();
        var start = at;
        while (at < text.length() && (isOfName(text.charAt(at)) || text.charAt(at) == '.')) at++;
        return text.substring(start, at);
    }

    private static boolean isOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    /** A quoted text, a number, True, False or None. */
    JsonNode constant() {
        var c = peek();
        if (c == '"' || c == '\'') return Json.text(quoted(c));
        var start = at;
        if (c == '-') at++;
        while (at < text.length() && (isOfName(text.charAt(at)) || text.charAt(at) == '.')) at++;
        var word = text.substring(start, at);
        return switch (word) {
            case "True" -> Json.tree(true);
            case "False" -> Json.tree(false);
            case "None" -> Json.tree(null);
            default -> {
                try {
                    yield word.indexOf('.') < 0
                            ? Json.tree(new BigInteger(word))
                            : Json.tree(Double.valueOf(word));
                } catch (NumberFormatException e) {
                    throw expectedAt(
                            start,
                            "a constant (quoted text, number, True, False or None)",
                            found(start));
                }
            }
        };
    }

    private String quoted(char quote) {
        var start = at++;
        var out = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            var c = text.charAt(at++);
            if (c != '\\' || at >= text.length()) {
                out.append(c);
                continue;
            }
            var escaped = text.charAt(at++);
            switch (escaped) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case '\\', '\'', '"' -> out.append(escaped);
                default -> out.append('\\').append(escaped);
            }
        }
        if (at >= text.length()) {
            throw expectedAt(start, "a closing " + quote, "the end of the text");
        }
        at++;
        return out.toString();
    }

    IllegalArgumentException expected(String what) {
        skipBlanks();
        return expectedAt(at, what, found(at));
    }

    IllegalArgumentException expectedAt(int position, String what, String found) {
        return new IllegalArgumentException(
                "signature, column "
                        + (position + 1)
                        + (field.isEmpty() ? "" : ", field '" + field + "'")
                        + ": expected "
                        + what
                        + ", found "
                        + found);
    }

    private String found(int position) {
        if (position >= text.length()) return "the end of the text";
        var end = position;
        while (end < text.length()
                && end - position < 20
                && ",:[]|".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return "'" + text.substring(position, Math.max(end, position + 1)).strip() + "'";
    }
}
