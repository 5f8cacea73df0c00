package io.espalier.signatures.program;

import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A program as optimizers and workers see it, whether it was written in Java or declared: its
 * signature, its predictors, and a way to run it on fields. Immutable and safe for many threads.
 */
public interface ProgramDefinition {

    /** What the whole program reads and writes. */
    Signature signature();

    /** In order of definition; steps that share one predictor list it once. Paths are unique. */
    List<Predictor> predictors();

    /** Runs in the current {@link RunContext}. */
    Fields run(Fields inputs);

    /**
     * The form in which the program travels to workers and into journals; its hash is its identity.
     */
    JsonNode document();

    default Predictor predictor(String path) {
        return predictors().stream()
                .filter(p -> p.path().equals(path))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "no predictor '"
                                        + path
                                        + "' in this program; it has "
                                        + predictors().stream().map(Predictor::path).toList()));
    }
}
