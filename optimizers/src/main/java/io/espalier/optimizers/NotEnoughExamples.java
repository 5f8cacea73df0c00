package io.espalier.optimizers;

/** An optimizer that cannot work with so little data; the message says how much it needs. */
public final class NotEnoughExamples extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotEnoughExamples(String message) {
        super(message);
    }
}
