package io.espalier.signatures.program;

import io.espalier.signatures.Field;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A text's vector, as a program: so that a study has it made where models are, records it and
 * counts what it takes, like everything else. Reads {@code text}, writes {@code vector} as {@link
 * DemoVectors} keep it.
 *
 * @param model the embedding model, at the place of the study's model
 */
public record EmbedProgram(String model) implements ProgramDefinition {
    public static final String TEXT = "text";
    public static final String VECTOR = "vector";

    @Override
    public Signature signature() {
        return new Signature(List.of(Field.text(TEXT)), List.of(Field.text(VECTOR)), null);
    }

    @Override
    public List<Predictor> predictors() {
        return List.of();
    }

    @Override
    public Fields run(Fields inputs) {
        var vector = RunContext.current().embed(model, inputs.text(TEXT));
        return Fields.of(VECTOR, DemoVectors.packed(vector));
    }

    @Override
    public JsonNode document() {
        return Json.object().put("embed", model);
    }
}
