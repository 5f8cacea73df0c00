package io.espalier.worker.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Reads expressions by recursive descent, in Jinja's order of precedence. */
final class ExpressionReader {

    private static final Pattern TOKEN =
            Pattern.compile(
                    "\\s*('(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"|\\d+|\\w+|==|!=|<=|>=|[-+~()\\[\\].,|<>=%:])",
                    Pattern.DOTALL);

    private final String source;
    private final List<String> tokens = new ArrayList<>();
    private int at;

    ExpressionReader(String source) {
        this.source = source.strip();
        var matcher = TOKEN.matcher(this.source);
        var end = 0;
        while (end < this.source.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw unknown();
            }
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
    }

    static Expression read(String source) {
        var reader = new ExpressionReader(source);
        var expression = reader.choice();
        if (reader.at < reader.tokens.size()) {
            throw reader.unknown();
        }
        return expression;
    }

    boolean next(String token) {
        if (at < tokens.size() && tokens.get(at).equals(token)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String token) {
        if (!next(token)) {
            throw unknown();
        }
    }

    String name() {
        if (at < tokens.size() && tokens.get(at).matches("[A-Za-z_]\\w*")) {
            return tokens.get(at++);
        }
        throw unknown();
    }

    /** The expression that begins here and takes all that is left. */
    Expression rest() {
        var expression = choice();
        if (at < tokens.size()) {
            throw unknown();
        }
        return expression;
    }

    TemplateException unknown() {
        return new TemplateException("'" + source + "' is beyond the supported part of Jinja");
    }

    /** {@code a if condition else b}. */
    private Expression choice() {
        var value = or();
        if (!next("if")) {
            return value;
        }
        var condition = or();
        var other = next("else") ? choice() : (Expression) scope -> null;
        return scope -> condition.holds(scope) ? value.in(scope) : other.in(scope);
    }

    private Expression or() {
        var left = and();
        while (next("or")) {
            var a = left;
            var b = and();
            left = scope -> a.holds(scope) ? a.in(scope) : b.in(scope);
        }
        return left;
    }

    private Expression and() {
        var left = not();
        while (next("and")) {
            var a = left;
            var b = not();
            left = scope -> a.holds(scope) ? b.in(scope) : a.in(scope);
        }
        return left;
    }

    private Expression not() {
        if (next("not")) {
            var value = not();
            return scope -> !value.holds(scope);
        }
        return comparison();
    }

    private Expression comparison() {
        var left = sum();
        while (true) {
            var a = left;
            if (next("==")) {
                var b = sum();
                left = scope -> Objects.equals(a.in(scope), b.in(scope));
            } else if (next("!=")) {
                var b = sum();
                left = scope -> !Objects.equals(a.in(scope), b.in(scope));
            } else if (next("in")) {
                var b = sum();
                left = scope -> Expression.contains(b.in(scope), a.in(scope));
            } else if (next("not")) {
                expect("in");
                var b = sum();
                left = scope -> !Expression.contains(b.in(scope), a.in(scope));
            } else if (next("is")) {
                var wanted = !next("not");
                var test = Expression.test(name());
                if (test == null) {
                    throw unknown();
                }
                left = scope -> test.holds(a.in(scope)) == wanted;
            } else if (next("<")) {
                left = order(a, sum(), -1);
            } else if (next(">")) {
                left = order(a, sum(), 1);
            } else {
                return left;
            }
        }
    }

    private static Expression order(Expression a, Expression b, int sign) {
        return scope ->
                a.in(scope) instanceof Long x
                        && b.in(scope) instanceof Long y
                        && Integer.signum(Long.compare(x, y)) == sign;
    }

    private Expression sum() {
        var left = filtered();
        while (true) {
            var a = left;
            if (next("+")) {
                var b = filtered();
                left = scope -> Expression.plus(a.in(scope), b.in(scope));
            } else if (next("~")) {
                var b = filtered();
                left = scope -> Expression.text(a.in(scope)) + Expression.text(b.in(scope));
            } else if (next("-")) {
                var b = filtered();
                left = scope -> number(a.in(scope)) - number(b.in(scope));
            } else if (next("%")) {
                var b = filtered();
                left = scope -> Math.floorMod(number(a.in(scope)), number(b.in(scope)));
            } else {
                return left;
            }
        }
    }

    private long number(@org.jspecify.annotations.Nullable Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw new TemplateException(
                "'" + source + "': " + Expression.text(value) + " is not a whole number");
    }

    private Expression filtered() {
        var value = member();
        while (next("|")) {
            var filter = Expression.filter(name());
            if (filter == null) {
                throw unknown();
            }
            var of = value;
            value = scope -> filter.of(of.in(scope));
        }
        return value;
    }

    private Expression member() {
        var value = primary();
        while (true) {
            var of = value;
            if (next("[")) {
                var key = choice();
                expect("]");
                value = scope -> Expression.element(of.in(scope), key.in(scope));
            } else if (next(".")) {
                var key = name();
                if (next("(")) {
                    expect(")");
                    var method = Expression.filter(key.equals("strip") ? "trim" : key);
                    if (method == null) {
                        throw unknown();
                    }
                    value = scope -> method.of(of.in(scope));
                } else {
                    value = scope -> Expression.element(of.in(scope), key);
                }
            } else {
                return value;
            }
        }
    }

    private Expression primary() {
        if (next("(")) {
            var inner = choice();
            expect(")");
            return inner;
        }
        if (next("-")) {
            var value = member();
            return scope -> -number(value.in(scope));
        }
        if (at >= tokens.size()) {
            throw unknown();
        }
        var token = tokens.get(at);
        var first = token.charAt(0);
        if (first == '\'' || first == '"') {
            at++;
            var text = unescape(token.substring(1, token.length() - 1));
            return scope -> text;
        }
        if (Character.isDigit(first)) {
            at++;
            var number = Long.parseLong(token);
            return scope -> number;
        }
        return named(name());
    }

    private Expression named(String name) {
        switch (name) {
            case "true", "True":
                return scope -> true;
            case "false", "False":
                return scope -> false;
            case "none", "None":
                return scope -> null;
            case "raise_exception":
                expect("(");
                var message = choice();
                expect(")");
                return scope -> {
                    throw new TemplateException(Expression.text(message.in(scope)));
                };
            default:
                if (at < tokens.size() && tokens.get(at).equals("(")) {
                    throw unknown();
                }
                return scope -> scope.get(name);
        }
    }

    private static String unescape(String text) {
        var plain = new StringBuilder();
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                plain.append(c);
                continue;
            }
            var escaped = text.charAt(++i);
            switch (escaped) {
                case 'n' -> plain.append('\n');
                case 't' -> plain.append('\t');
                case 'r' -> plain.append('\r');
                case '\\', '\'', '"' -> plain.append(escaped);
                default -> plain.append('\\').append(escaped);
            }
        }
        return plain.toString();
    }
}
