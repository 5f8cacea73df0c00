package io.espalier.signatures.model;

import io.espalier.signatures.job.Blame;

/**
 * A model call that failed for good. The message says what to do and holds no part of the prompt.
 */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Blame blame;

    public ModelException(Blame blame, String message) {
        super(message);
        this.blame = blame;
    }

    public ModelException(Blame blame, String message, Throwable cause) {
        super(message, cause);
        this.blame = blame;
    }

    public Blame blame() {
        return blame;
    }
}
