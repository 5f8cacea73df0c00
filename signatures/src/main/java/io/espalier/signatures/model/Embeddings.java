package io.espalier.signatures.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of texts.
 *
 * @param vectors one per text, in order; never changed by whoever gets them
 * @param took how long the model was at it, without waits for a turn and tries that failed; null
 *     where nobody measured it
 */
public record Embeddings(List<float[]> vectors, Usage usage, @Nullable Duration took) {
    public Embeddings {
        vectors = List.copyOf(vectors);
    }

    public Embeddings(List<float[]> vectors, Usage usage) {
        this(vectors, usage, null);
    }

    public Embeddings withTook(Duration duration) {
        return new Embeddings(vectors, usage, duration);
    }

    /** The same, from memory. */
    Embeddings saved() {
        return new Embeddings(vectors, usage.asSaved(), took);
    }
}
