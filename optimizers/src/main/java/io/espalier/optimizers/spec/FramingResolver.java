package io.espalier.optimizers.spec;

import io.espalier.optimizers.catalog.Faults;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Turns a framing's name into its sentences: {@code dspy} is read from the user's own DSPy. */
@FunctionalInterface
public interface FramingResolver {
    /** Where a name cannot be resolved, as on a server: a study comes there with its sentences. */
    FramingResolver NONE =
            (name, field, faults) -> {
                faults.add(
                        field,
                        "framing '"
                                + name
                                + "' cannot be resolved here; submit the study from a machine with"
                                + " DSPy installed");
                return null;
            };

    /**
     * @param name never our own, {@code espalier}
     * @return the framing's JSON; null after a fault
     */
    @Nullable JsonNode resolve(String name, String field, Faults faults);
}
