package io.espalier.signatures.adapter;

import io.espalier.signatures.json.Json;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads JSON that a model wrote carelessly: text around it, fences, single or missing quotes,
 * trailing or missing commas, Python's constants, comments, raw line ends in strings, missing ends.
 * Never throws: what cannot be read at all is null.
 */
final class JsonRepair extends JsonWords {
    private static final int DEEPEST = 200;

    /** JSON as Python reads it: with NaN and Infinity. */
    private static final JsonMapper LENIENT =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private JsonRepair(String text) {
        super(text);
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
                var start = at;
                var value = value(0, false);
                if (value.isObject() && value.isEmpty() && !isEmptyObject(start)) continue;
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

    /** Braces around other words than members, such as a place in a sentence, are no object. */
    private boolean isEmptyObject(int start) {
        for (var i = start + 1; i < at - 1; i++) {
            if (!PythonText.isSpace(text.charAt(i))) return false;
        }
        return true;
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

    private JsonNode value(int depth, boolean inObject) {
        skipBlanks();
        while (at < text.length() && !startsValue(text.charAt(at))) {
            if (",}])".indexOf(text.charAt(at)) >= 0) return Json.text("");
            at++;
            skipBlanks();
        }
        if (at >= text.length()) return Json.text("");
        var c = text.charAt(at);
        if (depth < DEEPEST) {
            if (c == '{') return object(depth);
            if (c == '[') return list(depth, ']');
            if (c == '(') return list(depth, ')');
        }
        if (isQuote(c)) return Json.text(string(inObject));
        if (Character.isLetterOrDigit(c) && !Character.isDigit(c)) return word(inObject);
        return number(inObject);
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
            if (c == '[' && continued(object) instanceof ArrayNode last) {
                list(depth + 1, ']').forEach(last::add);
                continue;
            }
            if (!isQuote(c) && !Character.isLetterOrDigit(c) && c != '_') {
                at++;
                continue;
            }
            var name = isQuote(c) ? name() : bareName();
            skipBlanks();
            // A name alone is none; whatever stands in a colon's place is taken for one.
            if (at >= text.length() || text.charAt(at) == '}') continue;
            if (text.charAt(at) != ',') at++;
            skipBlanks();
            object.set(name, atEndOfMember() ? Json.text("") : value(depth + 1, true));
        }
    }

    /** The list that the last member holds, when another one follows it at once. */
    private static @Nullable JsonNode continued(ObjectNode object) {
        JsonNode last = null;
        for (var member : object) last = member;
        return last;
    }

    private boolean atEndOfMember() {
        return at >= text.length() || text.charAt(at) == ',' || text.charAt(at) == '}';
    }

    private ArrayNode list(int depth, char end) {
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
            if (!startsValue(c)) {
                at++;
                continue;
            }
            if (isQuote(c) && depth < DEEPEST && isMember(at)) {
                // Members without their opening brace.
                at--;
                list.add(object(depth + 1));
            } else {
                list.add(value(depth + 1, false));
            }
        }
    }
}
