package io.espalier.signatures.job;

import io.espalier.signatures.Fields;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.model.Usage.Saved;
import io.espalier.signatures.program.TraceStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON form in which outcomes travel and are journaled: {@code {"prediction", "score":
 * {"value", "feedback", "parts", "answer"}, "trace": [{"predictor", "inputs", "outputs",
 * "unparsed"}], "usage": [calls, prompt, completion, cached], "micros", "failure": {"blame",
 * "message"}}}. What is null, empty or zero is left out; what was saved follows in {@code usage} as
 * calls, prompt, completion. A duration is in whole microseconds.
 */
public final class OutcomeJson {
    private static final long NANOS = 1000;

    private OutcomeJson() {}

    public static ObjectNode write(Outcome outcome) {
        var node = Json.object();
        var prediction = outcome.prediction();
        if (prediction != null) node.set("prediction", prediction.toJson());
        var score = outcome.score();
        if (score != null) node.set("score", write(score));
        if (!outcome.trace().isEmpty()) {
            var trace = node.putArray("trace");
            outcome.trace().forEach(step -> trace.add(write(step)));
        }
        var usage = outcome.usage();
        var figures = node.putArray("usage");
        figures.add(usage.calls()).add(usage.prompt()).add(usage.completion()).add(usage.cached());
        var saved = usage.saved();
        if (!saved.equals(Saved.NOTHING)) {
            figures.add(saved.calls()).add(saved.prompt()).add(saved.completion());
        }
        var micros = outcome.duration().toNanos() / NANOS;
        if (micros > 0) node.put("micros", micros);
        var failure = outcome.failure();
        if (failure != null) {
            node.putObject("failure")
                    .put("blame", failure.blame().label())
                    .put("message", failure.message());
        }
        return node;
    }

    /**
     * @throws IllegalArgumentException when the node is no outcome
     */
    public static Outcome read(JsonNode node) {
        var trace = new ArrayList<TraceStep>();
        node.path("trace").forEach(step -> trace.add(readStep(step)));
        var usage = node.path("usage");
        var failure = node.path("failure");
        return new Outcome(
                node.has("prediction") ? Fields.of(node.get("prediction")) : null,
                node.has("score") ? readScore(node.get("score")) : null,
                trace,
                new Usage(
                        usage.path(0).asLong(0),
                        usage.path(1).asLong(0),
                        usage.path(2).asLong(0),
                        usage.path(3).asLong(0),
                        new Saved(
                                usage.path(4).asLong(0),
                                usage.path(5).asLong(0),
                                usage.path(6).asLong(0))),
                failure.isObject()
                        ? new Failure(
                                Blame.valueOf(
                                        failure.path("blame").asString().toUpperCase(Locale.ROOT)),
                                failure.path("message").asString())
                        : null,
                Duration.ofNanos(NANOS * node.path("micros").asLong(0)));
    }

    private static ObjectNode write(Score score) {
        var node = Json.object().put("value", score.value());
        if (score.feedback() != null) node.put("feedback", score.feedback());
        if (!score.parts().isEmpty()) node.set("parts", Json.tree(score.parts()));
        if (score.answer() != score.value()) node.put("answer", score.answer());
        return node;
    }

    private static Score readScore(JsonNode node) {
        var parts = new LinkedHashMap<String, Double>();
        node.path("parts")
                .properties()
                .forEach(e -> parts.put(e.getKey(), e.getValue().asDouble()));
        var value = node.path("value").asDouble();
        return new Score(
                value, textOrNull(node, "feedback"), parts, node.path("answer").asDouble(value));
    }

    private static ObjectNode write(TraceStep step) {
        var node = Json.object().put("predictor", step.predictor());
        node.set("inputs", step.inputs().toJson());
        node.set("outputs", step.outputs().toJson());
        if (step.unparsed() != null) node.put("unparsed", step.unparsed());
        return node;
    }

    private static TraceStep readStep(JsonNode node) {
        return new TraceStep(
                node.path("predictor").asString(),
                Fields.of(node.path("inputs")),
                Fields.of(node.path("outputs")),
                textOrNull(node, "unparsed"));
    }

    private static @Nullable String textOrNull(JsonNode node, String name) {
        return node.hasNonNull(name) ? node.get(name).asString() : null;
    }
}
