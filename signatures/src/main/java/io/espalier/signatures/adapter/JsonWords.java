package io.espalier.signatures.adapter;

import io.espalier.signatures.json.Json;
import java.math.BigInteger;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What stands between a careless text's brackets: strings, names, words and numbers. */
abstract class JsonWords {
    private static final String NUMBER = "-.eE/,_";
    private static final Pattern MEMBER =
            Pattern.compile("(\"[^\"]*\"|'[^']*'|\u201c[^\u201d]*\u201d|[\\w-]+)\\s*:");
    private static final Map<String, JsonNode> CONSTANTS =
            Map.of(
                    "true",
                    Json.tree(true),
                    "false",
                    Json.tree(false),
                    "null",
                    Json.tree(null),
                    "none",
                    Json.tree(null));

    final String text;
    int at;

    JsonWords(String text) {
        this.text = text;
    }

    static boolean startsValue(char c) {
        return isQuote(c) || Character.isLetterOrDigit(c) || "{[(-.".indexOf(c) >= 0;
    }

    static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '\u201c' || c == '\u201d';
    }

    /** A quoted text; an inner quote that nothing can follow belongs to the text. */
    String string(boolean inObject) {
        var open = text.charAt(at++);
        var close = open == '\u201c' ? '\u201d' : open;
        var out = new StringBuilder();
        while (at < text.length()) {
            var c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                escape(out);
            } else if (c == close && endsString()) {
                return out.toString();
            } else if (c == close && isDoubled(close)) {
                at++;
                return out.toString();
            } else if (inObject && c == ',' && quotedMember(at)) {
                at--;
                return out.toString().stripTrailing();
            } else if (c != close || !out.isEmpty()) {
                // A quote that opens twice is one quote.
                out.append(c);
            }
        }
        // Without a closing quote: the object's own end is not the text's.
        var end = out.length();
        while (end > 0
                && (PythonText.isSpace(out.charAt(end - 1))
                        || (inObject && out.charAt(end - 1) == '}'))) {
            end--;
        }
        return out.substring(0, end);
    }

    /** Whether the same quote stands here once more, and then the text's end. */
    boolean isDoubled(char close) {
        if (at >= text.length() || text.charAt(at) != close) return false;
        var next = afterBlanks(at + 1);
        return next >= text.length() || ",}]".indexOf(text.charAt(next)) >= 0;
    }

    boolean quotedMember(int from) {
        var next = afterBlanks(from);
        return next < text.length() && isQuote(text.charAt(next)) && isMember(next);
    }

    boolean isMember(int from) {
        return MEMBER.matcher(text).region(from, text.length()).lookingAt();
    }

    int afterBlanks(int from) {
        var next = from;
        while (next < text.length() && PythonText.isSpace(text.charAt(next))) next++;
        return next;
    }

    /** A quoted name: its quote closes it, but where letters follow at once. */
    String name() {
        var open = text.charAt(at++);
        var close = open == '\u201c' ? '\u201d' : open;
        var out = new StringBuilder();
        while (at < text.length()) {
            var c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                escape(out);
            } else if (c == ':' && !closesBeforeColon(close)) {
                at--;
                return out.toString().stripTrailing();
            } else if (c != close) {
                out.append(c);
            } else if (at < text.length() && Character.isLetter(text.charAt(at))) {
                if (!out.isEmpty()) out.append(c);
            } else {
                if (at < text.length() && text.charAt(at) == close) at++;
                break;
            }
        }
        return out.toString();
    }

    /** A name that holds a colon has its own quote and colon after it. */
    boolean closesBeforeColon(char close) {
        var quote = text.indexOf(close, at);
        if (quote < 0) return false;
        var next = afterBlanks(quote + 1);
        return next < text.length() && text.charAt(next) == ':';
    }

    boolean endsString() {
        var next = afterBlanks(at);
        if (next >= text.length()) return true;
        var c = text.charAt(next);
        return ",:}])".indexOf(c) >= 0 || c == '/' || c == '#' || (isQuote(c) && next > at);
    }

    void escape(StringBuilder out) {
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

    int hex(int from, int length) {
        if (from + length > text.length()) return -1;
        var code = 0;
        for (var i = from; i < from + length; i++) {
            var digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) return -1;
            code = code * 16 + digit;
        }
        return code;
    }

    String bareName() {
        var start = at;
        while (at < text.length()
                && text.charAt(at) != ':'
                && text.charAt(at) != '}'
                && text.charAt(at) != ','
                && !isQuote(text.charAt(at))
                && !PythonText.isSpace(text.charAt(at))) {
            at++;
        }
        var name = text.substring(start, at);
        if (at < text.length() && isQuote(text.charAt(at))) at++;
        return name;
    }

    /** A constant, or text without quotes. */
    JsonNode word(boolean inObject) {
        for (var constant : CONSTANTS.entrySet()) {
            var word = constant.getKey();
            var end = at + word.length();
            if (!text.regionMatches(true, at, word, 0, word.length())) continue;
            if (end < text.length()
                    && !PythonText.isSpace(text.charAt(end))
                    && ",)]}".indexOf(text.charAt(end)) < 0) {
                continue;
            }
            at = end;
            return constant.getValue();
        }
        var out = new StringBuilder();
        var open = 0;
        while (at < text.length()) {
            var c = text.charAt(at);
            if (!inObject && (c == ',' || c == ']')) break;
            if (inObject) {
                if (c == '"' || (c == ',' && endsMember())) break;
                if (c == '{') open++;
                if (c == '}' && open-- == 0) break;
            }
            at++;
            if (c == '\\' && at < text.length()) escape(out);
            else out.append(c);
        }
        return Json.text(out.toString().stripTrailing());
    }

    /** Whether the comma here stands before another member, or before the end. */
    boolean endsMember() {
        var next = afterBlanks(at + 1);
        return next >= text.length() || text.charAt(next) == '}' || isMember(next);
    }

    /** Digits and what belongs to numbers and amounts; with a comma inside it stays a text. */
    JsonNode number(boolean inObject) {
        var start = at;
        var word = new StringBuilder();
        while (at < text.length()) {
            var c = text.charAt(at);
            var signs =
                    c == '+'
                            && !word.isEmpty()
                            && "eE".indexOf(word.charAt(word.length() - 1)) >= 0;
            if (NUMBER.indexOf(c) < 0 && !signs && !Character.isDigit(c)) break;
            if (c == ',' && !inObject) break;
            if (c != '_') word.append(c);
            at++;
        }
        if (at < text.length() && Character.isLetter(text.charAt(at))) {
            at = start;
            return word(inObject);
        }
        if (!word.isEmpty() && "+-eE/,".indexOf(word.charAt(word.length() - 1)) >= 0) {
            word.setLength(word.length() - 1);
            at--;
        }
        // A bracket too deep to follow is passed over like any other sign.
        at = Math.max(start + 1, at);
        return number(word.toString());
    }

    static JsonNode number(String word) {
        try {
            if (word.chars().allMatch(c -> c == '-' || Character.isDigit(c))) {
                return Json.number(new BigInteger(word));
            }
            if (word.indexOf(',') < 0 && word.indexOf('/') < 0) {
                return Json.tree(Double.parseDouble(word));
            }
        } catch (NumberFormatException e) {
            // A text that begins like a number.
        }
        return Json.text(word);
    }

    void skipBlanksAnd(char extra) {
        do {
            skipBlanks();
        } while (at < text.length() && text.charAt(at) == extra && at++ >= 0);
    }

    /** Blanks and comments. */
    void skipBlanks() {
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
