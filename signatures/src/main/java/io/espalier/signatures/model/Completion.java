package io.espalier.signatures.model;

/** What a model wrote. */
public record Completion(String text, Finish finish, Usage usage) {
    /**
     * Why writing ended: the model was done (or met a stop text), or ran out of its token limit.
     */
    public enum Finish {
        STOP,
        LENGTH
    }
}
