package io.espalier.signatures.adapter;

import io.espalier.signatures.Signature;
import io.espalier.signatures.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The sentences around an adapter's structure, as plain data: a worker that gets this value as JSON
 * writes the same requests as the node that sent it. Sentences hold places such as <code>{{name}}
 * </code>; an empty one leaves its part out.
 *
 * @param name who wrote it, and which version: {@code espalier-1}, {@code dspy-3.4.1}
 * @param schemaName the name of the JSON schema that the JSON adapter asks for
 * @param schemas JSON schemas of types that its author describes in own words, by type name: {@code
 *     Code}; an object, never changed
 * @param checksConstraints whether parsing rejects values outside of a field's constraints; DSPy
 *     only tells the model about them
 */
public record Framing(
        String name,
        FieldWords fields,
        TypeWords types,
        NoteWords notes,
        InstructionWords instruction,
        DemoWords demos,
        TurnWords chat,
        TurnWords json,
        TurnWords xml,
        String schemaName,
        JsonNode schemas,
        boolean checksConstraints) {

    /** Ours, version 1: the embedded model is trained on its chat sentences. */
    public static final Framing DEFAULT = DefaultFraming.create();

    private static final Set<String> NULLABLE =
            Set.of("instruction.line", "demos.missingInput", "demos.missingTurnOutput");

    /**
     * One line of a signature's list of fields.
     *
     * @param line places {@code index name type constraints description}
     * @param description around a description, place {@code text}
     * @param constraints around the constraints, place {@code text}
     * @param typeDescription a line about a type, places {@code type text}
     * @param typeDescriptions what such lines say, by type name: {@code Code}; places {@code
     *     language language_lower}
     */
    public record FieldWords(
            String line,
            String description,
            String constraints,
            ConstraintWords constraint,
            String typeDescription,
            SequencedMap<String, String> typeDescriptions) {
        public FieldWords {
            typeDescriptions =
                    Collections.unmodifiableSequencedMap(new LinkedHashMap<>(typeDescriptions));
        }
    }

    /** Each with the place {@code bound}, put together with {@code separator}. */
    public record ConstraintWords(
            String separator,
            String greaterThan,
            String atLeast,
            String lessThan,
            String atMost,
            String multipleOf,
            String minLength,
            String maxLength) {}

    /**
     * How types are named where Python's own name is not used; empty for Python's.
     *
     * @param literal and {@code enumeration}: place {@code values}, joined with {@code separator}
     * @param nested places {@code name members}; a member is {@code name: type}
     * @param code place {@code language}
     */
    public record TypeWords(
            String literal, String enumeration, String separator, String nested, String code) {}

    /**
     * What follows an output's place in the structure, by type.
     *
     * @param around around each note, place {@code note}
     * @param schema for every type that the others do not name, place {@code schema}
     */
    public record NoteWords(
            String around,
            String bool,
            String integer,
            String decimal,
            String enumeration,
            String literal,
            String schema) {}

    /**
     * @param none the instruction where the author gave none, places {@code inputs outputs}: names
     *     in backquotes, joined by commas
     * @param line before each line of an instruction whose common indent is taken away; null to
     *     leave instructions as they are
     */
    public record InstructionWords(String none, @Nullable String line) {}

    /**
     * @param incomplete opens a demo that lacks fields
     * @param missingInput stands for an input that a demo lacks; null to leave its section out
     * @param missingOutput stands for an output that a demo lacks
     * @param missingTurnOutput stands for an output that an earlier turn lacks; null for no value
     * @param turnsAsk whether an earlier turn that has inputs ends in the words that ask
     */
    public record DemoWords(
            String incomplete,
            @Nullable String missingInput,
            String missingOutput,
            @Nullable String missingTurnOutput,
            boolean turnsAsk) {}

    /**
     * One adapter's own sentences.
     *
     * @param system places {@code inputs outputs inputStructure outputStructure instruction}
     * @param request ends the turn that asks, places {@code outputs nested}
     * @param field one output in {@code request}, places {@code name hint}
     * @param separator between outputs
     * @param hint for an output that is not text, place {@code type}
     * @param nested for outputs that nest elements, place {@code structures}; XML only
     */
    public record TurnWords(
            String system,
            String request,
            String field,
            String separator,
            String hint,
            String nested) {}

    /** The signature's instruction; where the author gave none, this framing's words for none. */
    public String instruction(Signature signature) {
        return new FieldText(this).plainInstruction(signature);
    }

    public JsonNode toJson() {
        return Json.tree(this);
    }

    /**
     * @throws IllegalArgumentException naming what does not fit
     */
    public static Framing of(JsonNode json) {
        requireParts(json, DEFAULT.toJson(), "");
        try {
            return Json.value(json, Framing.class);
        } catch (JacksonException | NullPointerException e) {
            throw new IllegalArgumentException("framing: " + e.getMessage(), e);
        }
    }

    /** Every part that our own framing has must be there, in the same form. */
    private static void requireParts(JsonNode json, JsonNode expected, String path) {
        for (var part : expected.properties()) {
            var name = path.isEmpty() ? part.getKey() : path + "." + part.getKey();
            var given = json.path(part.getKey());
            if (NULLABLE.contains(name) && (given.isNull() || given.isString())) continue;
            if (given.getNodeType() != part.getValue().getNodeType()) {
                throw new IllegalArgumentException(
                        name
                                + ": expected "
                                + part.getValue().getNodeType()
                                + ", received "
                                + (given.isMissingNode() ? "nothing" : given));
            }
            requireParts(given, part.getValue(), name);
        }
    }

    /** SHA-256 of the canonical JSON, in hexadecimal. */
    public String hash() {
        return Json.hash(toJson());
    }
}
