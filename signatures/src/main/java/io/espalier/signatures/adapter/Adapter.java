package io.espalier.signatures.adapter;

import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.program.Demo;
import java.util.List;

/** Formats a predictor's call as a conversation and parses what the model wrote. Immutable. */
public interface Adapter {

    /** {@code chat}, {@code json} or {@code xml}. */
    String name();

    /**
     * @param signature with the instruction and field descriptions that are in force
     * @return a request without sampling: the caller fills that in
     * @throws IllegalArgumentException naming field, expected type and received value when an input
     *     does not fit
     */
    ModelRequest format(Signature signature, List<Demo> demos, Fields inputs);

    /**
     * @return a value for every output field, converted to its type and checked
     * @throws AdapterParseException when a required field is missing or does not fit its type
     */
    Fields parse(Signature signature, String completion);

    /** The adapter that gets one more try when {@link #parse} fails; this one itself for none. */
    default Adapter fallback() {
        return this;
    }
}
