package io.espalier.worker.provider;

import io.espalier.signatures.model.ModelException;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.worker.hardware.Hardware;

/**
 * A way to run language models, found by {@link java.util.ServiceLoader}. Implementations have a
 * public constructor without arguments that does no work.
 */
public interface Provider {

    /** The name in {@code models.task.provider}, such as {@code onnx}. */
    String name();

    /** Whether it can run here, and a sentence on what it found. Loads no model. */
    Finding detect(Hardware hardware);

    /** True for the entries that this provider opens. */
    default boolean supports(ModelSpec spec) {
        return spec.provider().equals(name());
    }

    /**
     * Opens a model, which may take a while; not for an actor's thread. {@link Providers} calls
     * this once per entry while the model is in use.
     *
     * @param places where models lie on this machine
     * @throws ModelException naming what is missing or wrong, and what to do
     */
    OpenModel open(ModelSpec spec, ModelPlaces places);
}
