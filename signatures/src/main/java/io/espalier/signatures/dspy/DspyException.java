package io.espalier.signatures.dspy;

/** Something of DSPy's cannot be had or read; the message says why and what to do. */
public final class DspyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DspyException(String message) {
        super(message);
    }
}
