package io.espalier.signatures.adapter;

/** A value that does not fit its type; the message says what was received. */
final class MismatchException extends Exception {
    private static final long serialVersionUID = 1;

    MismatchException(String message) {
        super(message, null, false, false);
    }
}
