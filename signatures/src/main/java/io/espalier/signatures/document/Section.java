package io.espalier.signatures.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A cursor on one object of a document. Reading a member that is missing or of the wrong kind adds
 * a violation and goes on with a harmless value, so one pass finds every fault. {@code -} and
 * {@code _} in names are the same; a number may be written as text where the document comes from
 * JSON forms that do so.
 */
public final class Section {
    private final JsonNode node;
    private final String path;
    private final Violations violations;
    private final Map<String, String> members = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    /**
     * @param node anything but an object is a violation, and then read as an empty one
     */
    public Section(JsonNode node, String path, Violations violations) {
        this.node = node;
        this.path = path;
        this.violations = violations;
        if (node.isObject()) node.propertyNames().forEach(name -> members.put(plain(name), name));
        else fault("expected an object with named members, got " + kind(node));
    }

    public static Section root(Document document, Violations violations) {
        return new Section(document.root(), "", violations);
    }

    public String path() {
        return path;
    }

    public JsonNode node() {
        return node;
    }

    public Violations violations() {
        return violations;
    }

    /** The path of a member, spelled as the document spells it. */
    public String path(String name) {
        var spelled = members.getOrDefault(plain(name), name);
        return path.isEmpty() ? spelled : path + "." + spelled;
    }

    public void fault(String message) {
        violations.add(path, message);
    }

    public void fault(String member, String message) {
        violations.add(path(member), message);
    }

    public boolean has(String name) {
        return value(name) != null;
    }

    /** The member's value; null when it is absent or null. */
    public @Nullable JsonNode value(String name) {
        asked.add(plain(name));
        var spelled = members.get(plain(name));
        if (spelled == null) return null;
        var value = node.get(spelled);
        return value == null || value.isNull() ? null : value;
    }

    /** Names of all members, as the document spells them. */
    public List<String> names() {
        return List.copyOf(members.values());
    }

    public @Nullable String text(String name) {
        var value = value(name);
        if (value == null) return null;
        if (value.isString()) return value.stringValue();
        if (value.isNumber() || value.isBoolean()) return value.asString();
        fault(name, "expected a text, got " + kind(value));
        return null;
    }

    public String text(String name, String absent) {
        var text = text(name);
        return text == null ? absent : text;
    }

    /** A text that must be there and not be blank; "" after a violation. */
    public String requiredText(String name) {
        if (value(name) == null) {
            missing(name, "a text");
            return "";
        }
        var text = text(name, "");
        if (text.isBlank() && value(name) instanceof JsonNode v && v.isString())
            fault(name, "is blank");
        return text;
    }

    public void missing(String name, String expected) {
        violations.add(path(name), "is missing (expected: " + expected + ")");
    }

    public @Nullable Long integer(String name, long least, long most) {
        var value = value(name);
        if (value == null) return null;
        var number = number(value);
        if (number == null || number != Math.rint(number)) {
            fault(name, "expected a whole number, got " + shown(value));
            return null;
        }
        var whole = value.isIntegralNumber() ? value.asLong() : number.longValue();
        if (whole < least || whole > most) {
            fault(name, whole + " is out of range (expected: " + range(least, most) + ")");
            return null;
        }
        return whole;
    }

    public long integer(String name, long least, long most, long absent) {
        var value = integer(name, least, most);
        return value == null ? absent : value;
    }

    public @Nullable Double decimal(String name, double least, double most) {
        var value = value(name);
        if (value == null) return null;
        var number = number(value);
        if (number == null) {
            fault(name, "expected a number, got " + shown(value));
            return null;
        }
        if (!(number >= least && number <= most)) {
            fault(name, number + " is out of range (expected: " + least + " to " + most + ")");
            return null;
        }
        return number;
    }

    public double decimal(String name, double least, double most, double absent) {
        var value = decimal(name, least, most);
        return value == null ? absent : value;
    }

    public boolean flag(String name, boolean absent) {
        var value = value(name);
        if (value == null) return absent;
        if (value.isBoolean()) return value.booleanValue();
        fault(name, "expected true or false, got " + shown(value));
        return absent;
    }

    /** One of a few words; {@code absent} also after a violation. */
    public String choice(String name, Collection<String> words, String absent) {
        var text = text(name);
        if (text == null) return absent;
        var plain = text.replace('_', '-');
        if (words.contains(plain)) return plain;
        fault(
                name,
                "'"
                        + text
                        + "' is unknown"
                        + Spelling.suggestion(text, words)
                        + " (expected: "
                        + String.join(", ", words)
                        + ")");
        return absent;
    }

    /** A list of texts; a single text counts as a list of one. Empty when absent. */
    public List<String> texts(String name) {
        var value = value(name);
        if (value == null) return List.of();
        if (value.isString()) return List.of(value.stringValue());
        if (!value.isArray()) {
            fault(name, "expected a list of texts, got " + kind(value));
            return List.of();
        }
        var texts = new ArrayList<String>();
        for (int i = 0; i < value.size(); i++) {
            if (value.get(i).isString()) texts.add(value.get(i).stringValue());
            else
                violations.add(
                        path(name) + "[" + i + "]", "expected a text, got " + kind(value.get(i)));
        }
        return texts;
    }

    /** The member as a section of its own; null when it is absent. */
    public @Nullable Section section(String name) {
        var value = value(name);
        return value == null ? null : new Section(value, path(name), violations);
    }

    /** The elements of a list of objects; empty when absent. */
    public List<Section> sections(String name) {
        var value = value(name);
        if (value == null) return List.of();
        if (!value.isArray()) {
            fault(name, "expected a list, got " + kind(value));
            return List.of();
        }
        var sections = new ArrayList<Section>();
        for (int i = 0; i < value.size(); i++) {
            sections.add(new Section(value.get(i), path(name) + "[" + i + "]", violations));
        }
        return sections;
    }

    /** Reports every member that was never asked for; call last. */
    public void rejectOthers() {
        members.forEach((plain, spelled) -> {
            if (!asked.contains(plain)) {
                violations.add(
                        path.isEmpty() ? spelled : path + "." + spelled,
                        "is unknown"
                                + Spelling.suggestion(spelled, asked)
                                + " (known: "
                                + String.join(", ", asked.stream().sorted().toList())
                                + ")");
            }
        });
    }

    private static @Nullable Double number(JsonNode value) {
        if (value.isNumber()) return value.asDouble();
        if (!value.isString()) return null;
        try {
            return Double.valueOf(value.stringValue());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String plain(String name) {
        return name.replace('_', '-');
    }

    private static String range(long least, long most) {
        return most == Long.MAX_VALUE ? "at least " + least : least + " to " + most;
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            default -> "nothing";
        };
    }

    private static String shown(JsonNode value) {
        return value.isContainer() ? kind(value) : "'" + value.asString() + "'";
    }
}
