package io.espalier.signatures.adapter;

import io.espalier.signatures.json.Json;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a Python literal: numbers, quoted texts, tuples, lists, dictionaries, True, False, None.
 */
final class PythonLiteral {
    private static final int DEEPEST = 100;
    private static final Pattern INTEGER = Pattern.compile("0+(_?0)*|[1-9](_?[0-9])*");
    private static final Pattern BASED =
            Pattern.compile("0([xXoObB])_?([0-9a-fA-F](_?[0-9a-fA-F])*)");
    private static final Pattern DECIMAL =
            Pattern.compile(
                    "([0-9](_?[0-9])*)?\\.([0-9](_?[0-9])*)?([eE][+-]?[0-9](_?[0-9])*)?|[0-9](_?[0-9])*[eE][+-]?[0-9](_?[0-9])*");

    private final String text;
    private int at;

    private PythonLiteral(String text) {
        this.text = text;
    }

    private static final class NoLiteral extends Exception {
        private static final long serialVersionUID = 1;

        NoLiteral() {
            super("not a literal", null, false, false);
        }
    }

    /** The value; null where the text is anything else. */
    static @Nullable JsonNode read(String text) {
        var start = 0;
        while (start < text.length() && (text.charAt(start) == ' ' || text.charAt(start) == '\t'))
            start++;
        var reader = new PythonLiteral(text.substring(start).stripTrailing());
        try {
            return reader.whole();
        } catch (NoLiteral e) {
            return null;
        }
    }

    private JsonNode whole() throws NoLiteral {
        var first = value(0);
        skipBlanks();
        if (at == text.length()) return first;
        if (text.charAt(at) != ',') throw new NoLiteral();
        var tuple = Json.array().add(first);
        while (at < text.length()) {
            expect(',');
            skipBlanks();
            if (at < text.length()) tuple.add(value(0));
            skipBlanks();
        }
        return tuple;
    }

    private JsonNode value(int depth) throws NoLiteral {
        skipBlanks();
        if (at >= text.length() || depth > DEEPEST) throw new NoLiteral();
        var c = text.charAt(at);
        return switch (c) {
            case '[' -> sequence(depth, ']');
            case '(' -> sequence(depth, ')');
            case '{' -> dictionary(depth);
            case '"', '\'' -> Json.text(string());
            case '+', '-' -> signed();
            default -> Character.isLetter(c) ? constant() : number(false);
        };
    }

    private JsonNode sequence(int depth, char end) throws NoLiteral {
        at++;
        var list = Json.array();
        var commas = 0;
        while (true) {
            skipLines();
            if (take(end)) break;
            if (!list.isEmpty()) {
                expect(',');
                commas++;
                skipLines();
                if (take(end)) break;
            }
            list.add(value(depth + 1));
        }
        return end == ')' && list.size() == 1 && commas == 0 ? list.get(0) : list;
    }

    private JsonNode dictionary(int depth) throws NoLiteral {
        at++;
        var object = Json.object();
        while (true) {
            skipLines();
            if (take('}')) return object;
            if (!object.isEmpty()) {
                expect(',');
                skipLines();
                if (take('}')) return object;
            }
            var key = value(depth + 1);
            skipLines();
            expect(':');
            skipLines();
            object.set(PythonText.display(key), value(depth + 1));
        }
    }

    private String string() throws NoLiteral {
        var quote = text.charAt(at);
        var wide = text.startsWith(String.valueOf(quote).repeat(3), at);
        var end = String.valueOf(quote).repeat(wide ? 3 : 1);
        at += end.length();
        var out = new StringBuilder();
        while (!text.startsWith(end, at)) {
            if (at >= text.length()) throw new NoLiteral();
            var c = text.charAt(at++);
            if (c == '\n' && !wide) throw new NoLiteral();
            if (c != '\\') out.append(c);
            else escape(out);
        }
        at += end.length();
        return out.toString();
    }

    private void escape(StringBuilder out) throws NoLiteral {
        if (at >= text.length()) throw new NoLiteral();
        var c = text.charAt(at++);
        switch (c) {
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'r' -> out.append('\r');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case '0' -> out.append('\0');
            case '\n' -> {}
            case '\\', '\'', '"' -> out.append(c);
            case 'x', 'u' -> {
                var length = c == 'x' ? 2 : 4;
                if (at + length > text.length()) throw new NoLiteral();
                try {
                    out.append(
                            (char) Integer.parseUnsignedInt(text.substring(at, at + length), 16));
                } catch (NumberFormatException e) {
                    throw new NoLiteral();
                }
                at += length;
            }
            default -> out.append('\\').append(c);
        }
    }

    private JsonNode constant() throws NoLiteral {
        var start = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) at++;
        return switch (text.substring(start, at)) {
            case "True" -> Json.tree(true);
            case "False" -> Json.tree(false);
            case "None" -> Json.tree(null);
            default -> throw new NoLiteral();
        };
    }

    private JsonNode signed() throws NoLiteral {
        var negative = text.charAt(at++) == '-';
        skipBlanks();
        return number(negative);
    }

    private JsonNode number(boolean negative) throws NoLiteral {
        var start = at;
        while (at < text.length() && isOfNumber(at, start)) at++;
        var word = text.substring(start, at);
        if (word.length() < 4300 && INTEGER.matcher(word).matches()) {
            var integer = new BigInteger(word.replace("_", ""));
            return Json.tree(negative ? integer.negate() : integer);
        }
        var based = BASED.matcher(word);
        if (based.matches()) {
            var base = "xX".contains(based.group(1)) ? 16 : "oO".contains(based.group(1)) ? 8 : 2;
            var integer = integer(based.group(2).replace("_", ""), base);
            return Json.tree(negative ? integer.negate() : integer);
        }
        if (word.length() > 1 && DECIMAL.matcher(word).matches()) {
            var decimal = Double.parseDouble(word.replace("_", ""));
            return Json.tree(negative ? -decimal : decimal);
        }
        throw new NoLiteral();
    }

    private static BigInteger integer(String digits, int base) throws NoLiteral {
        try {
            return new BigInteger(digits, base);
        } catch (NumberFormatException e) {
            throw new NoLiteral();
        }
    }

    private boolean isOfNumber(int index, int start) {
        var c = text.charAt(index);
        if (index > start && text.charAt(start) == '0' && "xXoObBaAcCdDfF".indexOf(c) >= 0) {
            return true;
        }
        if (c == '+' || c == '-') {
            return index > start
                    && (text.charAt(index - 1) == 'e' || text.charAt(index - 1) == 'E');
        }
        return c == '.' || c == '_' || c == 'e' || c == 'E' || (c >= '0' && c <= '9');
    }

    private void expect(char c) throws NoLiteral {
        if (!take(c)) throw new NoLiteral();
    }

    private boolean take(char c) {
        if (at >= text.length() || text.charAt(at) != c) return false;
        at++;
        return true;
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) at++;
    }

    /** Inside brackets a line may end anywhere. */
    private void skipLines() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }
}
