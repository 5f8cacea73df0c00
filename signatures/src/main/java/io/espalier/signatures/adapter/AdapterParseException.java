package io.espalier.signatures.adapter;

import io.espalier.signatures.Fields;

/** A completion that does not hold what the signature asks for. */
public final class AdapterParseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Fields partial;
    private final String completion;

    /**
     * @param message names field, type and what was received
     */
    public AdapterParseException(String message, String completion, Fields partial) {
        super(message);
        this.completion = completion;
        this.partial = partial;
    }

    /** What the model wrote. */
    public String completion() {
        return completion;
    }

    /** The fields that could be read. */
    public Fields partial() {
        return partial;
    }
}
