package io.espalier.worker.openai;

import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.Usage;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads what the endpoint answered: a completion, or the reason for there being none. */
final class ChatAnswer {

    /** An answer with status 200 that holds no completion; says what is wrong with it. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    private ChatAnswer() {}

    static Completion completion(byte[] body) throws Malformed {
        JsonNode answer;
        try {
            answer = Json.MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw new Malformed(body.length + " bytes that are not JSON");
        }
        var choice = answer.path("choices").path(0);
        var content = choice.path("message").path("content");
        if (!choice.path("message").isObject())
            throw new Malformed("JSON without choices[0].message");
        if (!content.isString() && !content.isNull() && !content.isMissingNode()) {
            throw new Malformed("a choices[0].message.content that is no text");
        }
        var refusal = choice.path("message").path("refusal").asString("");
        var text = content.asString("");
        return new Completion(
                text.isEmpty() ? refusal : text,
                finish(choice.path("finish_reason").asString(""), refusal),
                usage(answer.path("usage")));
    }

    private static Completion.Finish finish(String reason, String refusal) {
        if (!refusal.isBlank() || reason.equals("content_filter")) return Completion.Finish.REFUSED;
        return reason.equals("length") ? Completion.Finish.LENGTH : Completion.Finish.STOP;
    }

    private static Usage usage(JsonNode usage) {
        return new Usage(
                1,
                usage.path("prompt_tokens").asLong(0),
                usage.path("completion_tokens").asLong(0),
                usage.path("prompt_tokens_details").path("cached_tokens").asLong(0));
    }

    /** The endpoint's own words in an error's body, and its error code. */
    record Complaint(String message, String code) {}

    static Optional<Complaint> complaint(byte[] body) {
        JsonNode error;
        try {
            error = Json.MAPPER.readTree(body).path("error");
        } catch (JacksonException e) {
            return Optional.empty();
        }
        if (error.isString()) return Optional.of(new Complaint(error.asString(), ""));
        if (!error.path("message").isString()) return Optional.empty();
        return Optional.of(
                new Complaint(error.path("message").asString(), error.path("code").asString("")));
    }
}
