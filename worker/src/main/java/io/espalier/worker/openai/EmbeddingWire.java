package io.espalier.worker.openai;

import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Embeddings;
import io.espalier.signatures.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Calls of {@code /embeddings} and their answers. */
final class EmbeddingWire {
    private EmbeddingWire() {}

    static byte[] request(String model, List<String> texts) {
        var body = Json.object().put("model", model);
        body.set("input", Json.tree(texts));
        return Json.write(body).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param count of the vectors that were asked for
     */
    static Embeddings answer(byte[] body, int count) throws ChatAnswer.Malformed {
        JsonNode answer;
        try {
            answer = Json.MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw new ChatAnswer.Malformed(body.length + " bytes that are not JSON");
        }
        var data = answer.path("data");
        if (data.size() != count) {
            throw new ChatAnswer.Malformed(
                    "JSON with " + data.size() + " embeddings (expected: " + count + ")");
        }
        var vectors = new ArrayList<float[]>(Collections.nCopies(count, new float[0]));
        for (int i = 0; i < count; i++) {
            int place = data.get(i).path("index").asInt(i);
            if (place < 0 || place >= count || vectors.get(place).length > 0) {
                throw new ChatAnswer.Malformed("embeddings whose places do not fit the texts");
            }
            vectors.set(place, vector(data.get(i).path("embedding")));
        }
        long tokens = answer.path("usage").path("prompt_tokens").asLong(0);
        return new Embeddings(vectors, new Usage(1, tokens, 0, 0));
    }

    private static float[] vector(JsonNode values) throws ChatAnswer.Malformed {
        if (!values.isArray() || values.isEmpty()) {
            throw new ChatAnswer.Malformed("JSON without data[].embedding");
        }
        var vector = new float[values.size()];
        var zero = true;
        for (int i = 0; i < vector.length; i++) {
            if (!values.get(i).isNumber()) {
                throw new ChatAnswer.Malformed("an embedding with a coordinate that is no number");
            }
            vector[i] = values.get(i).floatValue();
            zero &= vector[i] == 0;
        }
        // It is like nothing and unlike nothing: what is compared by it is in no order.
        if (zero) throw new ChatAnswer.Malformed("an embedding of zeros alone");
        return vector;
    }
}
