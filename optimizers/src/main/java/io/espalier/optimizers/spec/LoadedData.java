package io.espalier.optimizers.spec;

import io.espalier.signatures.data.DataSet;
import io.espalier.signatures.data.Example;
import java.util.List;

/**
 * A data set with its name for all time.
 *
 * @param hash {@code sha256:<hex>} of its content
 */
public record LoadedData(String hash, List<Example> examples) {
    public LoadedData {
        examples = List.copyOf(examples);
    }

    public static LoadedData of(DataSet set) {
        return new LoadedData(set.hash(), set.examples());
    }
}
