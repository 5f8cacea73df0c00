package io.espalier.signatures.model;

import io.espalier.signatures.job.Blame;
import java.util.List;

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

    /**
     * Vectors of texts, by another model at the same place.
     *
     * @param model the embedding model's name there
     * @throws ModelException when there are none to be had
     */
    default Embeddings embed(String model, List<String> texts) {
        throw new ModelException(
                Blame.DATA,
                "this model's provider has no embeddings, so '"
                        + model
                        + "' cannot be asked: take provider openai, or likeness by letters and words");
    }
}
