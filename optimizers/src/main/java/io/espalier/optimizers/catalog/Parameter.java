package io.espalier.optimizers.catalog;

import io.espalier.signatures.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A parameter of an optimizer.
 *
 * @param fallback the value where none is given; null for none
 * @param doc one sentence
 */
public record Parameter(String name, Type type, @Nullable JsonNode fallback, String doc) {

    /** What values fit. */
    public sealed interface Type {
        /** A whole number. */
        record Whole(long least) implements Type {}

        record Number(double least, double most) implements Type {}

        record Choice(List<String> of) implements Type {
            public Choice {
                of = List.copyOf(of);
            }
        }

        /** A text that is not blank. */
        record Text() implements Type {}

        /**
         * A text of some form.
         *
         * @param form in words, for "expected ..."
         * @param fault what is wrong with a text; empty where nothing is
         */
        record Formed(String form, Function<String, Optional<String>> fault) implements Type {}

        /**
         * Another optimizer, by name or as an object.
         *
         * @param not names of those that it must not be
         */
        record Nested(List<String> not) implements Type {
            public Nested {
                not = List.copyOf(not);
            }
        }

        /** A list of texts, or an object of such lists by predictor. */
        record TextsByPredictor() implements Type {}
    }

    static final String PARITY = "parity";
    static final String DSPY = "dspy";

    /** Whether the original's schedule is followed; {@link Arguments#parity} reads it. */
    static Parameter parity(String doc) {
        var choice = new Type.Choice(List.of("none", DSPY));
        return new Parameter(PARITY, choice, Json.text("none"), doc);
    }

    static Parameter whole(String name, long fallback, long least, String doc) {
        return new Parameter(name, new Type.Whole(least), Json.tree(fallback), doc);
    }

    /** What values fit, in words. */
    public String range() {
        return switch (type) {
            case Type.Whole(var least) -> "a whole number from " + least + " on";
            case Type.Number(var least, var most) ->
                    "a number from " + plain(least) + " to " + plain(most);
            case Type.Choice(var of) -> "one of " + String.join(", ", of);
            case Type.Text() -> "a text";
            case Type.Formed(var form, _) -> form;
            case Type.Nested(var not) ->
                    "an optimizer, by name or as an object, but not " + String.join(" or ", not);
            case Type.TextsByPredictor() ->
                    "a list of texts, or an object of such lists by predictor";
        };
    }

    /** Reports every fault of a value. */
    void check(JsonNode value, String field, Faults faults) {
        switch (type) {
            case Type.Whole(var least) -> {
                var fits =
                        Whole.is(value)
                                && Whole.of(value) >= least
                                && Whole.of(value) <= Integer.MAX_VALUE;
                if (!fits) {
                    faults.add(field, wrong(value));
                }
            }
            case Type.Number(var least, var most) -> {
                var fits =
                        value.isNumber()
                                && value.doubleValue() >= least
                                && value.doubleValue() <= most;
                if (!fits) faults.add(field, wrong(value));
            }
            case Type.Choice(var of) -> {
                if (!value.isString()) faults.add(field, wrong(value));
                else if (!of.contains(value.stringValue())) {
                    var word = value.stringValue();
                    faults.add(field, "unknown value '" + word + "'" + DidYouMean.hint(word, of));
                }
            }
            case Type.Text() -> {
                if (!value.isString() || value.stringValue().isBlank()) {
                    faults.add(field, wrong(value));
                }
            }
            case Type.Formed(_, var fault) -> {
                if (!value.isString()) faults.add(field, wrong(value));
                else fault.apply(value.stringValue()).ifPresent(why -> faults.add(field, why));
            }
            case Type.Nested nested ->
                    OptimizerCatalog.readNested(value, field, nested, null, faults);
            case Type.TextsByPredictor() -> {
                if (value.isObject()) {
                    value.properties()
                            .forEach(e ->
                                    checkTexts(e.getValue(), field + "." + e.getKey(), faults));
                } else {
                    checkTexts(value, field, faults);
                }
            }
        }
    }

    /** A checked value in the one form that counts for a study's identity. */
    JsonNode canonical(JsonNode value) {
        return switch (type) {
            case Type.Whole w -> Json.tree(Whole.of(value));
            case Type.Number n -> Json.tree(value.doubleValue());
            case Type.Choice c -> value;
            case Type.Text t -> value;
            case Type.Formed f -> value;
            case Type.Nested n -> OptimizerCatalog.canonical(value);
            case Type.TextsByPredictor t -> value;
        };
    }

    private void checkTexts(JsonNode value, String field, Faults faults) {
        if (!value.isArray() || value.isEmpty()) {
            faults.add(field, wrong(value));
            return;
        }
        for (int i = 0; i < value.size(); i++) {
            if (!value.get(i).isString() || value.get(i).stringValue().isBlank()) {
                faults.add(field + "[" + i + "]", "expected a text, got " + value.get(i));
            }
        }
    }

    private String wrong(JsonNode value) {
        return "expected " + range() + ", got " + value;
    }

    /** The parameter as a JSON Schema. */
    public ObjectNode schema() {
        var node = Json.object();
        switch (type) {
            case Type.Whole(var least) -> node.put("type", "integer").put("minimum", least);
            case Type.Number(var least, var most) ->
                    node.put("type", "number").put("minimum", least).put("maximum", most);
            case Type.Choice(var of) -> node.set("enum", Json.tree(of));
            case Type.Text() -> node.put("type", "string").put("minLength", 1);
            case Type.Formed f -> node.put("type", "string");
            case Type.Nested(var not) -> {
                var either = node.putArray("anyOf");
                var names = new ArrayList<>(OptimizerCatalog.names());
                names.removeAll(not);
                either.addObject().set("enum", Json.tree(names));
                var object = either.addObject().put("type", "object");
                object.putArray("required").add("name");
            }
            case Type.TextsByPredictor() -> {
                var either = node.putArray("anyOf");
                either.add(texts());
                either.addObject().put("type", "object").set("additionalProperties", texts());
            }
        }
        node.put("description", doc);
        if (fallback != null) node.set("default", fallback);
        return node;
    }

    private static ObjectNode texts() {
        var node = Json.object();
        node.put("type", "array").put("minItems", 1).putObject("items").put("type", "string");
        return node;
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
