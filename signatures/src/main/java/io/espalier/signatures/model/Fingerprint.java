package io.espalier.signatures.model;

import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Message.Part;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * A request by its content: the SHA-256 of everything that can change its answer. A few words in
 * place of the conversation, which may be long.
 */
record Fingerprint(long a, long b, long c, long d) {

    static Fingerprint of(ModelRequest request) {
        var content = new Content();
        content.number(request.messages().size());
        for (var message : request.messages()) {
            content.text(message.role().name());
            content.number(message.parts().size());
            for (var part : message.parts()) {
                switch (part) {
                    case Part.Text(var text) -> content.text("text").text(text);
                    case Part.Image(var url) -> content.text("image").text(url);
                }
            }
        }
        var sampling = request.sampling();
        content.value(sampling.temperature()).value(sampling.topP());
        content.value(sampling.maxTokens()).value(sampling.seed());
        content.number(request.stop().size());
        request.stop().forEach(content::text);
        var format = request.responseFormat();
        content.value(format == null ? null : Json.canonical(format));
        return content.digest();
    }

    /** Each piece goes in with its length, so that no two contents read the same. */
    private static final class Content {
        private final MessageDigest digest;

        Content() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        Content number(int number) {
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, number));
            return this;
        }

        Content text(String text) {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            number(bytes.length);
            digest.update(bytes);
            return this;
        }

        /** Absent is not the same as empty. */
        Content value(@Nullable Object value) {
            return value == null ? number(-1) : text(value.toString());
        }

        Fingerprint digest() {
            var bytes = ByteBuffer.wrap(digest.digest());
            return new Fingerprint(
                    bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        }
    }
}
