package io.espalier.worker.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A chat template. White space around tags goes as the Hugging Face libraries have it: {@code
 * trim_blocks} and {@code lstrip_blocks} on, and {@code -} strips.
 */
public final class Template {

    private static final Pattern TAG =
            Pattern.compile("\\{([%{#])([-+]?)(.*?)([-+]?)[%}#]\\}", Pattern.DOTALL);
    private static final Pattern INDENT = Pattern.compile("(?<=^|\\n)[ \\t]+\\z");

    private final Part whole;

    private interface Part {
        void write(Scope scope, StringBuilder to);
    }

    private record Tag(char kind, String text) {}

    private Template(Part whole) {
        this.whole = whole;
    }

    /**
     * @throws TemplateException naming what it cannot read
     */
    public static Template read(String source) {
        var pieces = pieces(source);
        var reader = new Reader(pieces);
        var whole = reader.block();
        if (reader.at < pieces.size()) {
            throw reader.unexpected();
        }
        return new Template(whole);
    }

    /** Values are strings, longs, booleans, lists and maps by string. */
    public String render(Map<String, ?> values) {
        var text = new StringBuilder();
        whole.write(new Scope(null, values), text);
        return text.toString();
    }

    /** Texts (kind 't') and tags (kind '%' and '{') in order, white space control applied. */
    private static List<Tag> pieces(String source) {
        var pieces = new ArrayList<Tag>();
        var matcher = TAG.matcher(source);
        var at = 0;
        while (matcher.find(at)) {
            var before = source.substring(at, matcher.start());
            var kind = matcher.group(1).charAt(0);
            if (matcher.group(2).equals("-")) {
                before = before.stripTrailing();
            } else if (kind != '{' && matcher.group(2).isEmpty()) {
                before = INDENT.matcher(before).replaceFirst("");
            }
            pieces.add(new Tag('t', before));
            if (kind != '#') {
                pieces.add(new Tag(kind, matcher.group(3).strip()));
            }
            at = matcher.end();
            if (matcher.group(4).equals("-")) {
                while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
                    at++;
                }
            } else if (kind != '{' && at < source.length() && source.charAt(at) == '\n') {
                at++;
            }
        }
        pieces.add(new Tag('t', source.substring(at)));
        return pieces;
    }

    /** Builds nested parts from the pieces. */
    private static final class Reader {
        private final List<Tag> pieces;
        private int at;

        Reader(List<Tag> pieces) {
            this.pieces = pieces;
        }

        TemplateException unexpected() {
            return new TemplateException(
                    at < pieces.size()
                            ? "'{% "
                                    + pieces.get(at).text
                                    + " %}' is beyond the supported part of Jinja"
                            : "the template ends inside a block");
        }

        /** Everything up to a tag that is not ours to read. */
        Part block() {
            var parts = new ArrayList<Part>();
            while (at < pieces.size()) {
                var piece = pieces.get(at);
                switch (piece.kind) {
                    case 't' -> {
                        at++;
                        parts.add((scope, to) -> to.append(piece.text));
                    }
                    case '{' -> {
                        at++;
                        var value = ExpressionReader.read(piece.text);
                        parts.add((scope, to) -> to.append(Expression.text(value.in(scope))));
                    }
                    default -> {
                        if (piece.text.matches("(elif .*|else|endif|endfor)")) {
                            return sequence(parts);
                        }
                        parts.add(statement(piece.text));
                    }
                }
            }
            return sequence(parts);
        }

        private static Part sequence(List<Part> parts) {
            return (scope, to) -> parts.forEach(part -> part.write(scope, to));
        }

        private Part statement(String text) {
            var words = new ExpressionReader(text);
            if (words.next("if")) {
                at++;
                return choice(words.rest());
            }
            if (words.next("for")) {
                at++;
                var name = words.name();
                if (!words.next("in")) {
                    throw words.unknown();
                }
                var list = words.rest();
                var body = block();
                end("endfor");
                return (scope, to) -> each(name, list, body, scope, to);
            }
            if (words.next("set")) {
                at++;
                var name = words.name();
                if (!words.next("=")) {
                    throw words.unknown();
                }
                var value = words.rest();
                return (scope, to) -> scope.set(name, value.in(scope));
            }
            throw unexpected();
        }

        private Part choice(Expression condition) {
            var then = block();
            if (at >= pieces.size()) {
                throw unexpected();
            }
            var text = pieces.get(at).text;
            Part otherwise = (scope, to) -> {};
            if (text.startsWith("elif ")) {
                at++;
                otherwise = choice(ExpressionReader.read(text.substring(5)));
            } else if (text.equals("else")) {
                at++;
                otherwise = block();
                end("endif");
            } else {
                end("endif");
            }
            var other = otherwise;
            return (scope, to) -> (condition.holds(scope) ? then : other).write(scope, to);
        }

        private void end(String tag) {
            if (at >= pieces.size() || !pieces.get(at).text.equals(tag)) {
                throw unexpected();
            }
            at++;
        }

        private static void each(
                String name, Expression list, Part body, Scope scope, StringBuilder to) {
            if (!(list.in(scope) instanceof List<?> values)) {
                throw new TemplateException("a for loop over something that is not a list");
            }
            for (var i = 0; i < values.size(); i++) {
                var inner = new HashMap<String, Object>();
                inner.put(
                        "loop",
                        Map.of(
                                "index",
                                i + 1L,
                                "index0",
                                (long) i,
                                "first",
                                i == 0,
                                "last",
                                i == values.size() - 1,
                                "length",
                                (long) values.size()));
                var round = new Scope(scope, inner);
                round.set(name, values.get(i));
                body.write(round, to);
            }
        }
    }
}
