package io.espalier.optimizers.spec;

import io.espalier.optimizers.catalog.Faults;
import io.espalier.signatures.Signature;
import io.espalier.signatures.data.DataException;
import io.espalier.signatures.data.DataFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Data sets as files beside a study file. */
public record FileData(Path folder) implements DataResolver {

    @Override
    public @Nullable LoadedData resolve(
            String reference, Signature signature, String field, Faults faults) {
        try {
            return LoadedData.of(DataFiles.read(folder.resolve(reference), signature));
        } catch (DataException e) {
            faults.add(field, String.valueOf(e.getMessage()));
            return null;
        }
    }
}
