package io.espalier.worker.provider;

import io.espalier.signatures.model.LanguageModel;

/** A model ready for calls. Closing it ends its pending calls with an error. */
public interface OpenModel extends LanguageModel, AutoCloseable {

    /** One line on what runs where, for people. */
    String describe();

    @Override
    void close();
}
