package io.espalier.worker.openai;

import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Message;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.Sampling;
import java.io.ByteArrayOutputStream;
import java.util.EnumSet;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/**
 * The body of one call of {@code /chat/completions}.
 *
 * @param options those among the refusable ones that it holds
 */
record ChatRequest(byte[] body, Set<Refusals.Option> options) {

    /**
     * @param refused options to leave out
     */
    static ChatRequest of(
            String model, ModelRequest request, Sampling sampling, Set<Refusals.Option> refused) {
        var options = EnumSet.noneOf(Refusals.Option.class);
        if (sampling.temperature() != null) options.add(Refusals.Option.TEMPERATURE);
        if (sampling.topP() != null) options.add(Refusals.Option.TOP_P);
        if (sampling.maxTokens() != null) options.add(Refusals.Option.MAX_TOKENS);
        if (sampling.seed() != null) options.add(Refusals.Option.SEED);
        if (!request.stop().isEmpty()) options.add(Refusals.Option.STOP);
        if (request.responseFormat() != null) options.add(Refusals.Option.RESPONSE_FORMAT);
        options.removeAll(refused);

        var bytes = new ByteArrayOutputStream(4096);
        try (var json = Json.MAPPER.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringProperty("model", model);
            json.writeArrayPropertyStart("messages");
            request.messages().forEach(message -> write(json, message));
            json.writeEndArray();
            for (var option : options) write(json, option, request, sampling);
            if (sampling.maxTokens() != null && refused.contains(Refusals.Option.MAX_TOKENS)) {
                json.writeNumberProperty("max_completion_tokens", sampling.maxTokens());
            }
            json.writeEndObject();
        }
        return new ChatRequest(bytes.toByteArray(), options);
    }

    @SuppressWarnings("NullAway") // an option is in the set only where its value is not null
    private static void write(
            JsonGenerator json, Refusals.Option option, ModelRequest request, Sampling sampling) {
        switch (option) {
            case TEMPERATURE -> json.writeNumberProperty("temperature", sampling.temperature());
            case TOP_P -> json.writeNumberProperty("top_p", sampling.topP());
            case MAX_TOKENS -> json.writeNumberProperty("max_tokens", sampling.maxTokens());
            case SEED -> json.writeNumberProperty("seed", sampling.seed());
            case STOP -> {
                json.writeArrayPropertyStart("stop");
                request.stop().forEach(json::writeString);
                json.writeEndArray();
            }
            case RESPONSE_FORMAT -> {
                json.writeName("response_format");
                json.writeTree(request.responseFormat());
            }
        }
    }

    private static void write(JsonGenerator json, Message message) {
        json.writeStartObject();
        json.writeStringProperty("role", message.role().wireName());
        if (message.parts().stream().allMatch(Message.Part.Text.class::isInstance)) {
            json.writeStringProperty("content", message.text());
        } else {
            json.writeArrayPropertyStart("content");
            message.parts().forEach(part -> write(json, part));
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Message.Part part) {
        json.writeStartObject();
        switch (part) {
            case Message.Part.Text(var text) -> {
                json.writeStringProperty("type", "text");
                json.writeStringProperty("text", text);
            }
            case Message.Part.Image(var url) -> {
                json.writeStringProperty("type", "image_url");
                json.writeObjectPropertyStart("image_url");
                json.writeStringProperty("url", url);
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }
}
