package io.espalier.signatures.program;

import io.espalier.signatures.Fields;
import io.espalier.signatures.json.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Between records and fields: a component and its field have the same name. */
final class RecordFields {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private RecordFields() {}

    static Fields fields(Record record) {
        JsonNode node = MAPPER.valueToTree(record);
        return Fields.of(node);
    }

    /**
     * @throws IllegalArgumentException naming the type and the fault
     */
    static <R> R record(Fields fields, Class<R> type) {
        try {
            return MAPPER.treeToValue(fields.toJson(), type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "cannot make a "
                            + type.getSimpleName()
                            + " of "
                            + Json.write(fields.toJson())
                            + ": "
                            + e.getOriginalMessage(),
                    e);
        }
    }
}
