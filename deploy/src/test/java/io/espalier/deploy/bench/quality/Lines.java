package io.espalier.deploy.bench.quality;

import io.espalier.deploy.bench.quality.Run.Side;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lines of runs that were never run. */
final class Lines {
    private static final Sizes SIZES = new Sizes(10, 10, 10);

    private Lines() {}

    /**
     * @param test in percent
     */
    static ObjectNode line(
            Side side, SynthTask task, int world, String optimizer, double test, long calls) {
        return line(side, task, world, optimizer, test, calls, 0, 8, 1);
    }

    static ObjectNode line(
            Side side,
            SynthTask task,
            int world,
            String optimizer,
            double test,
            long calls,
            int latency,
            int concurrency,
            double seconds) {
        return line(
                run(side, task, world, optimizer, latency, concurrency, 1), test, calls, seconds);
    }

    /** Of Espalier's, with a share of DSPy's metric calls. */
    static ObjectNode line(
            double share, SynthTask task, int world, String optimizer, double test, long calls) {
        return line(run(Side.ESPALIER, task, world, optimizer, 0, 8, share), test, calls, 1);
    }

    private static Run run(
            Side side,
            SynthTask task,
            int world,
            String optimizer,
            int latency,
            int concurrency,
            double share) {
        return new Run(
                side,
                task,
                world,
                world,
                optimizer,
                OptimizerName.feedback(optimizer),
                SIZES,
                latency,
                concurrency,
                share);
    }

    private static ObjectNode line(Run run, double test, long calls, double seconds) {
        return run.json()
                .put("test", test / 100)
                .put("model_calls", calls)
                .put("metric_calls", calls)
                .put("prompt_tokens", 10 * calls)
                .put("completion_tokens", calls)
                .put("seconds", seconds)
                .put("cpu_seconds", seconds / 2);
    }

    static Rows rows(JsonNode... lines) {
        return new Rows(Row.of(List.of(lines)));
    }
}
