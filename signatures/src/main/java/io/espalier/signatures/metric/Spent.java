package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.Run;
import tools.jackson.databind.JsonNode;

/**
 * What a run took or wrote, as a score: 1 up to the best amount, 0 from the worst on, and a
 * straight line between.
 *
 * @param best below {@code worst}
 */
record Spent(Quantity quantity, double best, double worst) implements RunMetric {

    @Override
    public Score score(Example example, Fields prediction, Run run) {
        var amount = quantity.of(prediction, run);
        var value = Math.clamp((worst - amount) / (worst - best), 0, 1);
        return Score.of(value, value == 1 ? null : feedback(amount));
    }

    private String feedback(double amount) {
        return quantity.shown(amount) + " (best: " + plain(best) + ", worst: " + plain(worst) + ")";
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    @Override
    public boolean judgesAnswer() {
        return false;
    }

    @Override
    public JsonNode document() {
        var details = quantity.settings().put("best", best).put("worst", worst);
        return Json.object().set(quantity.kind(), details);
    }
}
