package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.Run;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Scores predictions. Safe for many threads at once; may block. */
public interface Metric extends AutoCloseable {

    /**
     * @throws MetricException when the metric itself failed, which is never the candidate's fault
     */
    Score score(Example example, Fields prediction);

    /**
     * The same for a metric that also looks at how the prediction came about.
     *
     * @throws MetricException as above
     */
    default Score score(Example example, Fields prediction, Run run) {
        return score(example, prediction);
    }

    /** False for a metric of what a run takes or how it goes: it says nothing of the answer. */
    default boolean judgesAnswer() {
        return true;
    }

    /**
     * Names of the parts that each of its scores has, where the metric is made of several; empty
     * for a simple one.
     */
    default List<String> objectives() {
        return List.of();
    }

    /**
     * The score of a run that came to no prediction: zero in every part. What was never answered is
     * not cheap or quick.
     */
    default Score nothing(String why) {
        var parts = new LinkedHashMap<String, Double>();
        objectives().forEach(name -> parts.put(name, 0.0));
        return new Score(0, why, parts);
    }

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
