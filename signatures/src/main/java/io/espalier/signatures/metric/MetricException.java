package io.espalier.signatures.metric;

/** A metric that crashed or answered what cannot be read; the message shows its input. */
public final class MetricException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MetricException(String message) {
        super(message);
    }

    public MetricException(String message, Throwable cause) {
        super(message, cause);
    }
}
