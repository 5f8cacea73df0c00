package io.espalier.deploy.bench.quality;

import io.espalier.deploy.bench.quality.Run.Side;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A run that came to its end.
 *
 * @param test score on the test rows, in percent
 * @param metricCalls programs scored while optimizing
 * @param modelCalls calls that reached the server meanwhile
 * @param tokens of these calls, prompt and completion
 * @param cpuSeconds of the client's process, all threads
 */
record Row(
        Run run,
        double test,
        long metricCalls,
        long modelCalls,
        long tokens,
        double seconds,
        double cpuSeconds) {

    /**
     * What optimizes, on either side.
     *
     * @param share of DSPy's metric calls that Espalier may make
     */
    record Method(String optimizer, boolean feedback, double share) {
        Method(String optimizer, boolean feedback) {
            this(optimizer, feedback, 1);
        }

        String label() {
            var name = optimizer + (feedback ? " + feedback" : "");
            return share == 1 ? name : name + ", %.0f %% of the calls".formatted(100 * share);
        }

        /** DSPy has one run for all shares. */
        Method on(Side side) {
            return side == Side.DSPY ? new Method(optimizer, feedback) : this;
        }
    }

    /** What belongs together in a comparison: the same rows of the same world. */
    record Draw(int world, long seed, Sizes sizes) {}

    /** Lines of failed runs are left out. */
    static List<Row> of(List<JsonNode> lines) {
        var rows = new ArrayList<Row>();
        for (var line : lines) {
            var run = Run.of(line);
            if (run == null || line.has("error")) continue;
            rows.add(
                    new Row(
                            run,
                            100 * line.path("test").asDouble(),
                            line.path("metric_calls").asLong(),
                            line.path("model_calls").asLong(),
                            line.path("prompt_tokens").asLong()
                                    + line.path("completion_tokens").asLong(),
                            line.path("seconds").asDouble(),
                            line.path("cpu_seconds").asDouble()));
        }
        return rows;
    }

    Side side() {
        return run.side();
    }

    SynthTask task() {
        return run.task();
    }

    Method method() {
        return new Method(run.optimizer(), run.feedback(), run.share());
    }

    Draw draw() {
        return new Draw(run.world(), run.seed(), run.sizes());
    }
}
