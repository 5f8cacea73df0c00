package io.espalier.signatures.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One call of a model.
 *
 * @param stop texts at which writing ends; the text itself is not part of the completion
 * @param responseFormat the OpenAI wire's {@code response_format} value; null for free text
 */
public record ModelRequest(
        List<Message> messages,
        Sampling sampling,
        List<String> stop,
        @Nullable JsonNode responseFormat) {
    public ModelRequest {
        messages = List.copyOf(messages);
        stop = List.copyOf(stop);
    }

    public static ModelRequest of(List<Message> messages) {
        return new ModelRequest(messages, Sampling.UNSET, List.of(), null);
    }

    public ModelRequest withSampling(Sampling newSampling) {
        return new ModelRequest(messages, newSampling, stop, responseFormat);
    }
}
