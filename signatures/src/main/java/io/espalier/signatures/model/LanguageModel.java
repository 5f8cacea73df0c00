package io.espalier.signatures.model;

/**
 * A language model. Safe for use by many threads at once; a call blocks its (virtual) thread and
 * can be interrupted.
 */
public interface LanguageModel {

    /**
     * @throws ModelException when no completion can be had, saying whose fault it is; retries have
     *     been made where they help
     */
    Completion complete(ModelRequest request);
}
