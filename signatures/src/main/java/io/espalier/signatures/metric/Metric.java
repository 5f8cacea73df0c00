package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.data.Example;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Scores predictions. Safe for many threads at once; may block. */
public interface Metric extends AutoCloseable {

    /**
     * @throws MetricException when the metric itself failed, which is never the candidate's fault
     */
    Score score(Example example, Fields prediction);

    /**
     * Fields of the example that this metric reads; checked against the data before a study starts.
     */
    default List<String> reads(Signature signature) {
        return List.of();
    }

    /**
     * The form in which the metric travels to workers and into journals; its hash is its identity.
     */
    JsonNode document();

    /** Ends what the metric keeps, such as a process. */
    @Override
    default void close() {}
}
