package io.espalier.signatures.adapter;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Values and lines as Python prints and splits them. DSPy's wire format is Python's own text, so
 * requests and states only match when blanks, numbers and escapes are Python's too.
 */
final class PythonText {
    private PythonText() {}

    /** {@code str(value)} for scalars, {@code json.dumps(value)} for lists and objects. */
    static String display(JsonNode value) {
        if (value.isString()) return value.stringValue();
        if (value.isBoolean()) return value.booleanValue() ? "True" : "False";
        if (value.isNull()) return "None";
        if (value.isNumber()) return number(value);
        return json(value);
    }

    /** {@code str(value)} at every depth: {@code ['a', 1]}. */
    static String repr(JsonNode value) {
        if (value.isString()) return quoted(value.stringValue());
        if (value.isArray()) {
            var parts = new ArrayList<String>();
            value.forEach(element -> parts.add(repr(element)));
            return "[" + String.join(", ", parts) + "]";
        }
        if (value.isObject()) {
            var parts = new ArrayList<String>();
            value.properties()
                    .forEach(e -> parts.add(quoted(e.getKey()) + ": " + repr(e.getValue())));
            return "{" + String.join(", ", parts) + "}";
        }
        return display(value);
    }

    static String quoted(String text) {
        var quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        var out = new StringBuilder().append(quote);
        text.codePoints()
                .forEach(c -> {
                    if (c == quote || c == '\\') out.append('\\').append((char) c);
                    else if (c == '\n') out.append("\\n");
                    else if (c == '\r') out.append("\\r");
                    else if (c == '\t') out.append("\\t");
                    else if (c < 0x20 || c == 0x7f) out.append("\\x").append("%02x".formatted(c));
                    else out.appendCodePoint(c);
                });
        return out.append(quote).toString();
    }

    static String number(JsonNode value) {
        if (value.isIntegralNumber()) return value.asString();
        if (value.isBigDecimal() && Double.isInfinite(value.decimalValue().doubleValue())) {
            return value.asString();
        }
        return number(value.doubleValue());
    }

    /** {@code repr(float)}: shortest digits, an exponent outside of 1e-4 .. 1e16. */
    static String number(double value) {
        if (Double.isNaN(value)) return "nan";
        if (Double.isInfinite(value)) return value > 0 ? "inf" : "-inf";
        var text = shortest(value);
        var exponentAt = text.indexOf('E');
        var size = Math.abs(value);
        if (exponentAt < 0) return text;
        if (size >= 1e-4 && size < 1e16) {
            var plain = new BigDecimal(text).stripTrailingZeros().toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        var digits = text.substring(0, exponentAt);
        if (digits.endsWith(".0")) digits = digits.substring(0, digits.length() - 2);
        var exponent = Integer.parseInt(text.substring(exponentAt + 1));
        return digits
                + "e"
                + (exponent < 0 ? "-" : "+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    /** Java writes two digits even where one is enough, which shows in the smallest numbers. */
    private static String shortest(double value) {
        var text = Double.toString(value);
        var exponentAt = text.indexOf('E');
        if (exponentAt < 0 || text.charAt(exponentAt - 1) == '0') return text;
        var rounded = new BigDecimal(text).round(new MathContext(1)).unscaledValue();
        var exponent = new BigDecimal(text).round(new MathContext(1)).scale();
        var shorter = rounded + ".0E" + -exponent;
        return Double.parseDouble(shorter) == value ? shorter : text;
    }

    /** {@code json.dumps(value, ensure_ascii=False)}. */
    static String json(JsonNode value) {
        var out = new StringBuilder();
        write(value, out, -1, 0);
        return out.toString();
    }

    /** {@code json.dumps(value, ensure_ascii=False, indent=2)}. */
    static String indentedJson(JsonNode value) {
        var out = new StringBuilder();
        write(value, out, 2, 0);
        return out.toString();
    }

    private static void write(JsonNode value, StringBuilder out, int indent, int depth) {
        if (value.isString()) {
            escape(value.stringValue(), out);
        } else if (value.isObject() || value.isArray()) {
            writeContainer(value, out, indent, depth);
        } else if (value.isNumber()) {
            out.append(jsonNumber(value));
        } else {
            out.append(value.isMissingNode() ? "null" : value.toString());
        }
    }

    private static String jsonNumber(JsonNode value) {
        var text = number(value);
        return switch (text) {
            case "nan" -> "NaN";
            case "inf" -> "Infinity";
            case "-inf" -> "-Infinity";
            default -> text;
        };
    }

    private static void writeContainer(JsonNode value, StringBuilder out, int indent, int depth) {
        var object = value.isObject();
        out.append(object ? '{' : '[');
        var first = true;
        if (object) {
            for (var entry : value.properties()) {
                separate(out, first, indent, depth + 1);
                escape(entry.getKey(), out);
                out.append(": ");
                write(entry.getValue(), out, indent, depth + 1);
                first = false;
            }
        } else {
            for (var element : value) {
                separate(out, first, indent, depth + 1);
                write(element, out, indent, depth + 1);
                first = false;
            }
        }
        if (!first && indent >= 0) out.append('\n').repeat(" ", indent * depth);
        out.append(object ? '}' : ']');
    }

    private static void separate(StringBuilder out, boolean first, int indent, int depth) {
        if (!first) out.append(indent >= 0 ? "," : ", ");
        if (indent >= 0) out.append('\n').repeat(" ", indent * depth);
    }

    private static void escape(String text, StringBuilder out) {
        out.append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20)
                        out.append("\\u00")
                                .append(c < 0x10 ? "0" : "")
                                .append(Integer.toHexString(c));
                    else out.append(c);
                }
            }
        }
        out.append('"');
    }

    /** {@code str.isspace} of one character. */
    static boolean isSpace(int c) {
        return c == ' '
                || (c >= 0x09 && c <= 0x0d)
                || (c >= 0x1c && c <= 0x1f)
                || c == 0x85
                || (c > 0x85 && Character.isSpaceChar(c));
    }

    /** {@code str.strip()}. */
    static String strip(String text) {
        var start = 0;
        var end = text.length();
        while (start < end && isSpace(text.charAt(start))) start++;
        while (end > start && isSpace(text.charAt(end - 1))) end--;
        return text.substring(start, end);
    }

    /** {@code str.splitlines()}: also at form feeds and Unicode's line separators. */
    static List<String> lines(String text) {
        var lines = new ArrayList<String>();
        var start = 0;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            var ends =
                    (c >= 0x0a && c <= 0x0d)
                            || (c >= 0x1c && c <= 0x1e)
                            || c == 0x85
                            || c == 0x2028
                            || c == 0x2029;
            if (!ends) continue;
            lines.add(text.substring(start, i));
            if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') i++;
            start = i + 1;
        }
        if (start < text.length()) lines.add(text.substring(start));
        return lines;
    }

    /** {@code inspect.cleandoc(text)}: the common indent of all lines but the first goes. */
    static String cleanDocumentation(String text) {
        var lines = new ArrayList<>(List.of(expandTabs(text).split("\n", -1)));
        var margin = Integer.MAX_VALUE;
        for (var line : lines.subList(1, lines.size())) {
            var content = leftStripped(line).length();
            if (content > 0) margin = Math.min(margin, line.length() - content);
        }
        lines.set(0, leftStripped(lines.getFirst()));
        if (margin < Integer.MAX_VALUE) {
            for (var i = 1; i < lines.size(); i++) {
                var line = lines.get(i);
                lines.set(i, line.substring(Math.min(margin, line.length())));
            }
        }
        while (!lines.isEmpty() && lines.getLast().isEmpty()) lines.removeLast();
        while (!lines.isEmpty() && lines.getFirst().isEmpty()) lines.removeFirst();
        return String.join("\n", lines);
    }

    private static String leftStripped(String line) {
        var start = 0;
        while (start < line.length() && isSpace(line.charAt(start))) start++;
        return line.substring(start);
    }

    private static String expandTabs(String text) {
        if (text.indexOf('\t') < 0) return text;
        var out = new StringBuilder();
        var column = 0;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '\t') {
                var blanks = 8 - column % 8;
                out.repeat(" ", blanks);
                column += blanks;
            } else {
                out.append(c);
                column = c == '\n' || c == '\r' ? 0 : column + 1;
            }
        }
        return out.toString();
    }

    /** {@code textwrap.dedent(text)}. */
    static String dedent(String text) {
        var lines = text.split("\n", -1);
        String margin = null;
        for (var i = 0; i < lines.length; i++) {
            var indent = indent(lines[i]);
            if (indent.length() == lines[i].length()) {
                lines[i] = "";
            } else {
                margin = margin == null ? indent : commonPrefix(margin, indent);
            }
        }
        if (margin == null || margin.isEmpty()) return String.join("\n", lines);
        for (var i = 0; i < lines.length; i++) {
            if (!lines[i].isEmpty()) lines[i] = lines[i].substring(margin.length());
        }
        return String.join("\n", lines);
    }

    private static String indent(String line) {
        var end = 0;
        while (end < line.length() && (line.charAt(end) == ' ' || line.charAt(end) == '\t')) end++;
        return line.substring(0, end);
    }

    private static String commonPrefix(String a, String b) {
        var end = 0;
        while (end < Math.min(a.length(), b.length()) && a.charAt(end) == b.charAt(end)) end++;
        return a.substring(0, end);
    }
}
