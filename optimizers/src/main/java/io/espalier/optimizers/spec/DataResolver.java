package io.espalier.optimizers.spec;

import io.espalier.optimizers.catalog.Faults;
import io.espalier.signatures.Signature;
import org.jspecify.annotations.Nullable;

/** Finds data sets: by path beside a study file, by content hash among uploaded ones. */
@FunctionalInterface
public interface DataResolver {
    /**
     * @param reference as it stands in the study
     * @param signature of the program: gives untyped columns their types
     * @param field path of the reference, for faults
     * @return null after a fault
     */
    @Nullable LoadedData resolve(
            String reference, Signature signature, String field, Faults faults);
}
