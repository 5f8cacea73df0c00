package io.espalier.signatures.program;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** One step of a declarative program. */
sealed interface Step {
    String id();

    /**
     * Calls a predictor; several steps may share one.
     *
     * @param inputs one binding per input field of the predictor
     */
    record Call(String id, Predictor predictor, SequencedMap<String, Binding> inputs)
            implements Step {
        public Call {
            inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
        }
    }

    /** Asks a retriever; its output is the field {@value #PASSAGES}, a list of texts. */
    record Retrieve(String id, HttpRetriever retriever, Binding query) implements Step {
        static final String PASSAGES = "passages";
    }
}
