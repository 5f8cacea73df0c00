package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * 1 when a number is near enough to the example's: within {@code absolute}, or within {@code
 * relative} times the expected number's size.
 */
record Tolerance(String field, double absolute, double relative) implements Metric {
    @Override
    public Score score(Example example, Fields prediction) {
        var expected = number(example.fields().get(field));
        if (expected.isEmpty()) {
            throw new MetricException(
                    "tolerance: example "
                            + example.id()
                            + " has no number in '"
                            + field
                            + "': "
                            + Values.shown(example.fields().get(field)));
        }
        var received = number(prediction.get(field));
        var margin = Math.max(absolute, relative * Math.abs(expected.getAsDouble()));
        if (received.isPresent()
                && Math.abs(received.getAsDouble() - expected.getAsDouble()) <= margin) {
            return Score.of(1);
        }
        return Score.of(
                0,
                field
                        + ": expected "
                        + expected.getAsDouble()
                        + " within "
                        + margin
                        + ", received "
                        + Values.shown(prediction.get(field)));
    }

    private static OptionalDouble number(@Nullable JsonNode value) {
        if (value == null) return OptionalDouble.empty();
        if (value.isNumber()) return OptionalDouble.of(value.asDouble());
        try {
            return OptionalDouble.of(Double.parseDouble(Values.text(value).strip()));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    @Override
    public List<String> reads(Signature signature) {
        return List.of(field);
    }

    @Override
    public JsonNode document() {
        var details =
                Json.object()
                        .put("field", field)
                        .put("absolute", absolute)
                        .put("relative", relative);
        return Json.object().set("tolerance", details);
    }
}
