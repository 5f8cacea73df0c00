package io.espalier.optimizers.spec;

import io.espalier.optimizers.catalog.Faults;
import org.jspecify.annotations.Nullable;

/** Finds data sets: by path beside a study file, by content hash among uploaded ones. */
@FunctionalInterface
public interface DataResolver {
    /**
     * @param reference as it stands in the study
     * @param field path of the reference, for faults
     * @return null after a fault
     */
    @Nullable LoadedData resolve(String reference, String field, Faults faults);
}
