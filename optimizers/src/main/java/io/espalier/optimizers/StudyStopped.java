package io.espalier.optimizers;

/**
 * The study ends from outside: cancelled, or too many failures that are not its program's fault.
 */
public final class StudyStopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StudyStopped(String message) {
        super(message);
    }
}
