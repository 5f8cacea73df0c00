package io.espalier.optimizers.catalog;

/** Takes the faults of a document as they are found. */
@FunctionalInterface
public interface Faults {
    /**
     * @param field path of the offending member
     * @param message what is wrong and what to do, one sentence
     */
    void add(String field, String message);
}
