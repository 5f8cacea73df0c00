package io.espalier.signatures.data;

import io.espalier.signatures.Fields;

/**
 * One row of a data set: inputs and expected outputs, in one flat set of fields; the program's
 * signature says which is which. Fields that it does not know stay, for metrics.
 *
 * @param id the row's own {@code id}, or its hash
 */
public record Example(String id, Fields fields) {
    public static Example of(Fields fields) {
        return new Example(fields.hash().substring(0, 16), fields);
    }
}
