package io.espalier.deploy.bench.quality;

import io.espalier.signatures.json.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One optimization of one task by one side.
 *
 * @param world what synthlm's rules are
 * @param seed of the rows and of the optimizer
 * @param optimizer as the user wrote it, such as {@code miprov2=light}
 * @param feedback whether the metric comes with the critic's words
 * @param latency of the endpoint, milliseconds per call
 * @param concurrency jobs under way at once; DSPy's threads
 * @param share of the metric calls of DSPy's run of the same work; 1 for DSPy's own
 */
record Run(
        Side side,
        SynthTask task,
        int world,
        long seed,
        String optimizer,
        boolean feedback,
        Sizes sizes,
        int latency,
        int concurrency,
        double share) {

    enum Side {
        ESPALIER,
        DSPY;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The first members of the run's line in the file of runs: what tells it from others. */
    ObjectNode json() {
        var node =
                Json.object()
                        .put("side", side.label())
                        .put("task", task.label())
                        .put("world", world)
                        .put("seed", seed)
                        .put("optimizer", optimizer)
                        .put("feedback", feedback);
        node.set("sizes", sizes.json());
        node.put("latency", latency).put("concurrency", concurrency);
        return share == 1 ? node : node.put("share", share);
    }

    /** Null where the line is of no run. */
    static @Nullable Run of(JsonNode line) {
        try {
            return new Run(
                    Side.valueOf(line.path("side").asString().toUpperCase(Locale.ROOT)),
                    SynthTask.valueOf(line.path("task").asString().toUpperCase(Locale.ROOT)),
                    line.path("world").asInt(),
                    line.path("seed").asLong(),
                    line.path("optimizer").asString(),
                    line.path("feedback").asBoolean(),
                    Sizes.of(line.path("sizes")),
                    line.path("latency").asInt(0),
                    line.path("concurrency").asInt(0),
                    line.path("share").asDouble(1));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** DSPy's run of the same work. */
    Run byDspy(int threads) {
        return new Run(
                Side.DSPY, task, world, seed, optimizer, feedback, sizes, latency, threads, 1);
    }

    /** Whether the other run optimizes the same program in the same way, on whichever side. */
    boolean sameWork(Run other) {
        return task == other.task
                && world == other.world
                && seed == other.seed
                && optimizer.equals(other.optimizer)
                && feedback == other.feedback
                && sizes.equals(other.sizes)
                && latency == other.latency;
    }

    @Override
    public String toString() {
        return "%-8s %-8s world %d seed %d  %s%s%s"
                .formatted(
                        side.label(),
                        task.label(),
                        world,
                        seed,
                        optimizer,
                        feedback ? " with feedback" : "",
                        share == 1 ? "" : " at " + share + " of DSPy's metric calls");
    }
}
