package io.espalier.signatures.json;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads, writes and hashes JSON. */
public final class Json {

    public static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Where the parser says in its own way where something began. */
    private static final Pattern PLACES = Pattern.compile("\\s*(\\([^()]*)?\\[Source: .*\\]\\)?");

    private Json() {}

    /**
     * @throws IllegalArgumentException naming the line and column of the fault
     */
    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            var at = e.getLocation();
            var column = at == null ? "" : "column " + at.getColumnNr();
            var where =
                    at == null
                            ? ""
                            : text.strip().indexOf('\n') < 0
                                    ? " at " + column
                                    : " at line " + at.getLineNr() + ", " + column;
            throw new IllegalArgumentException("not JSON" + where + ": " + fault(e), e);
        }
    }

    /** The parser's words without those that only its makers understand. */
    private static String fault(JacksonException problem) {
        if (problem instanceof UnexpectedEndOfInputException) {
            return "it ends too early: a brace, a bracket or a quote is not closed";
        }
        return PLACES.matcher(String.valueOf(problem.getOriginalMessage())).replaceAll("");
    }

    public static JsonNode tree(@Nullable Object value) {
        return MAPPER.valueToTree(value);
    }

    public static <T> T value(JsonNode node, Class<T> type) {
        return MAPPER.treeToValue(node, type);
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    public static JsonNode text(String value) {
        return JsonNodeFactory.instance.stringNode(value);
    }

    /** In the smallest kind that holds it, as the parser does: equal numbers are equal nodes. */
    public static JsonNode number(BigInteger value) {
        var json = JsonNodeFactory.instance;
        if (value.bitLength() < Integer.SIZE) return json.numberNode(value.intValue());
        if (value.bitLength() < Long.SIZE) return json.numberNode(value.longValue());
        return json.numberNode(value);
    }

    public static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /** Object keys sorted at every level, no blanks: equal content, equal text. */
    public static String canonical(JsonNode node) {
        return write(sorted(node));
    }

    /** SHA-256 of the canonical form, in hexadecimal. */
    public static String hash(JsonNode node) {
        return hash(canonical(node));
    }

    /** SHA-256 of the text's UTF-8 bytes, in hexadecimal. */
    public static String hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static JsonNode sorted(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                var byName = new TreeMap<String, JsonNode>();
                object.properties().forEach(e -> byName.put(e.getKey(), sorted(e.getValue())));
                var copy = object();
                byName.forEach(copy::set);
                yield copy;
            }
            case ArrayNode array -> {
                var copy = array();
                array.forEach(element -> copy.add(sorted(element)));
                yield copy;
            }
            default -> node;
        };
    }
}
