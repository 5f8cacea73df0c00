package io.espalier.signatures.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a model wrote.
 *
 * @param took how long the model was at it, without waits for a turn and tries that failed; null
 *     where nobody measured it
 */
public record Completion(String text, Finish finish, Usage usage, @Nullable Duration took) {
    /**
     * Why writing ended: the model was done (or met a stop text), ran out of its token limit, or
     * refused, which its provider says in another place than the text; the text is then the
     * refusal's, if it has words.
     */
    public enum Finish {
        STOP,
        LENGTH,
        REFUSED
    }

    public Completion(String text, Finish finish, Usage usage) {
        this(text, finish, usage, null);
    }

    public Completion withTook(Duration duration) {
        return new Completion(text, finish, usage, duration);
    }
}
