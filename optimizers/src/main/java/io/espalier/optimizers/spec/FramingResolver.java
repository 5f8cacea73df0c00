package io.espalier.optimizers.spec;

import io.espalier.optimizers.catalog.Faults;
import io.espalier.signatures.dspy.DspyException;
import io.espalier.signatures.dspy.DspyFraming;
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

    /** Asks the DSPy in the user's own Python: for the command line. */
    FramingResolver INSTALLED =
            (name, field, faults) -> {
                try {
                    return DspyFraming.read().toJson();
                } catch (DspyException e) {
                    faults.add(field, String.valueOf(e.getMessage()));
                    return null;
                }
            };

    /**
     * @param name never our own, {@code espalier}
     * @return the framing's JSON; null after a fault
     */
    @Nullable JsonNode resolve(String name, String field, Faults faults);
}
