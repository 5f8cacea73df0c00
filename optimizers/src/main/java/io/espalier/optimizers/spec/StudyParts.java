package io.espalier.optimizers.spec;

import io.espalier.optimizers.catalog.Faults;
import io.espalier.signatures.Signature;
import io.espalier.signatures.metric.Metric;
import io.espalier.signatures.model.Price;
import io.espalier.signatures.program.ProgramDefinition;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the parts of a study that have languages of their own. Null comes after a fault. */
public interface StudyParts {

    /**
     * @param node inline, a path, or {@code {java, jar}}
     */
    @Nullable ProgramDefinition program(JsonNode node, String field, Faults faults);

    /**
     * @param program whose fields the metric may name; null where it could not be read, which finds
     *     the faults of the metric that do not depend on it
     * @param price of the model that runs the program
     */
    @Nullable Metric metric(
            JsonNode node,
            String field,
            @Nullable ProgramDefinition program,
            Price price,
            Faults faults);

    /** The fields that {@code metric} reads of an example. */
    default Iterable<String> reads(Metric metric, Signature signature) {
        return metric.reads(signature);
    }
}
