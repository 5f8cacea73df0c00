package io.espalier.signatures.program;

import io.espalier.signatures.Field;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;

/**
 * The definition of one call of a model: where it sits in its program, how it thinks, what it reads
 * and writes. Immutable; two predictors with equal signatures stay apart by their paths.
 *
 * @param path unique within the program: a step's id, or the field of a Java program
 * @param declared the author's signature, without the reasoning field that a module adds
 */
public record Predictor(String path, Kind kind, Signature declared) {

    public enum Kind {
        PREDICT("predict"),
        CHAIN_OF_THOUGHT("chain-of-thought");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The name in study files. */
        public String label() {
            return label;
        }
    }

    /** The signature that the model sees: a chain of thought writes {@code reasoning} first. */
    public Signature signature() {
        return kind == Kind.CHAIN_OF_THOUGHT
                ? declared.withFirstOutput(Field.text(Signature.REASONING))
                : declared;
    }

    /** The signature with what {@code state} learned in place of what the author wrote. */
    public Signature signature(PredictorState state) {
        return PredictorCall.learned(signature(), state);
    }

    /**
     * Calls the model in the current {@link RunContext} and adds a step to its trace.
     *
     * @throws io.espalier.signatures.adapter.AdapterParseException when the fallback's completion
     *     cannot be parsed either
     * @throws io.espalier.signatures.model.ModelException when no completion can be had
     */
    public Fields call(Fields inputs) {
        return PredictorCall.run(this, inputs, RunContext.current());
    }
}
