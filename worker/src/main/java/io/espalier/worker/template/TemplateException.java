package io.espalier.worker.template;

/** A template that cannot be read, or that refused its input ({@code raise_exception}). */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TemplateException(String message) {
        super(message);
    }
}
