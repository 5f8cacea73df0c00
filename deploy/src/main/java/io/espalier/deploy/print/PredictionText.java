package io.espalier.deploy.print;

import io.espalier.signatures.job.Blame;
import io.espalier.signatures.json.Json;
import io.espalier.v1.Prediction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A program's answer. */
public final class PredictionText {
    private PredictionText() {}

    /**
     * {@code {"outputs", "release", "tokens", "seconds"}}, or with {@code "error"} in place of
     * outputs.
     */
    public static ObjectNode json(Prediction prediction, String release) {
        var node = Json.object();
        if (prediction.getError().isEmpty()) {
            node.set("outputs", ProtoJson.of(prediction.getOutputs()));
        } else {
            node.putObject("error")
                    .put("code", code(prediction))
                    .put("message", prediction.getError());
        }
        node.put("release", release);
        node.set("tokens", ProtoJson.of(prediction.getTokens()));
        node.put("seconds", prediction.getSeconds());
        return node;
    }

    /** A line a field. */
    /** Names a failed prediction's error. */
    public static String code(Prediction prediction) {
        return isInvalidInput(prediction) ? "INVALID_INPUT" : "PREDICTION_FAILED";
    }

    /** Whether the input is what made it fail. A node puts whose fault it is before its words. */
    public static boolean isInvalidInput(Prediction prediction) {
        return prediction.getError().startsWith(Blame.DATA.label() + ": ");
    }

    public static String of(Prediction prediction) {
        if (!prediction.getError().isEmpty()) return "  no answer: " + prediction.getError();
        var text = new StringBuilder();
        for (var field : ProtoJson.of(prediction.getOutputs()).properties()) {
            text.append(text.isEmpty() ? "" : "\n");
            text.append("  ").append(field.getKey()).append(": ").append(plain(field.getValue()));
        }
        return text.toString();
    }

    private static String plain(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }
}
