package io.espalier.worker.trial;

import io.espalier.signatures.job.Blame;

/** A job that ends before its program could start. */
final class CannotRun extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Blame blame;

    CannotRun(Blame blame, String message, Throwable cause) {
        super(message, cause);
        this.blame = blame;
    }

    Blame blame() {
        return blame;
    }
}
