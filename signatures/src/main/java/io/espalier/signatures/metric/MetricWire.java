package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.Run;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a user's own metric reads and answers: {@code {"id", "example": {...}, "prediction": {...},
 * "run": {"calls", "tokens": {"prompt", "completion"}, "seconds", "unread"}}}, and {@code {"id",
 * "score": 0..1, "feedback": "optional"}}.
 */
final class MetricWire {
    private static final int SHOWN = 500;

    private MetricWire() {}

    static ObjectNode question(String id, Example example, Fields prediction, Run run) {
        var node = Json.object().put("id", id);
        node.set("example", example.fields().toJson());
        node.set("prediction", prediction.toJson());
        node.set("run", figures(run));
        return node;
    }

    private static ObjectNode figures(Run run) {
        var usage = run.usage().inFull();
        var node = Json.object().put("calls", usage.calls());
        node.putObject("tokens")
                .put("prompt", usage.prompt())
                .put("completion", usage.completion());
        return node.put("seconds", run.duration().toNanos() / 1e9).put("unread", run.unread());
    }

    /**
     * @throws MetricException showing the answer and what it answers
     */
    static Score answer(String text, String who, String question) {
        JsonNode node;
        try {
            node = Json.parse(text);
        } catch (IllegalArgumentException e) {
            throw unreadable(text, who, question, String.valueOf(e.getMessage()), e);
        }
        return answer(node, who, question);
    }

    static Score answer(JsonNode node, String who, String question) {
        var score = node.get("score");
        if (score == null || !(score.isNumber() || score.isBoolean())) {
            throw unreadable(node.toString(), who, question, "it has no number 'score'", null);
        }
        var value = score.isBoolean() ? (score.booleanValue() ? 1 : 0) : score.asDouble();
        if (!(value >= 0 && value <= 1)) {
            throw unreadable(
                    node.toString(),
                    who,
                    question,
                    "its score is " + value + " (expected: 0..1)",
                    null);
        }
        var feedback = node.path("feedback");
        return Score.of(value, feedback.isString() ? feedback.stringValue() : null);
    }

    private static MetricException unreadable(
            String answer, String who, String question, String why, @Nullable Throwable cause) {
        var message =
                "the metric "
                        + who
                        + " answered "
                        + shown(answer)
                        + ", which cannot be read ("
                        + why
                        + "), to "
                        + shown(question);
        return cause == null ? new MetricException(message) : new MetricException(message, cause);
    }

    static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
