package io.espalier.optimizers.spec;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.catalog.Faults;
import io.espalier.optimizers.study.Prices;
import io.espalier.signatures.json.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes {@code budget}. */
final class BudgetReader {
    private static final double MILLIS = 60_000;

    private BudgetReader() {}

    /**
     * @param models to know whether a limit of cost means anything; null where they have faults
     */
    static Budget.Limits read(
            @Nullable JsonNode node, @Nullable StudyModels models, Faults faults) {
        if (node == null) return Budget.Limits.NONE;
        var m = new Members(node, "budget", StudyKey.BUDGET, faults);
        if (!node.isObject()) return Budget.Limits.NONE;
        var minutes = m.number("minutes", 0, false, Double.MAX_VALUE);
        var limits =
                new Budget.Limits(
                        m.whole("metric-calls", 1, Long.MAX_VALUE),
                        m.whole("model-calls", 1, Long.MAX_VALUE),
                        m.whole("tokens", 1, Long.MAX_VALUE),
                        minutes == null ? null : Duration.ofMillis(Math.round(minutes * MILLIS)),
                        m.number("cost", 0, false, Double.MAX_VALUE));
        if (limits.cost() != null && models != null && models.prices().equals(Prices.FREE)) {
            m.fault(
                    m.at("cost"),
                    "no model of this study has a price; add models.task.price: {prompt: ...,"
                            + " completion: ...}, for a million tokens each");
        }
        return limits;
    }

    static ObjectNode write(Budget.Limits limits) {
        var node = Json.object();
        if (limits.metricCalls() != null) node.put("metric-calls", limits.metricCalls());
        if (limits.modelCalls() != null) node.put("model-calls", limits.modelCalls());
        if (limits.tokens() != null) node.put("tokens", limits.tokens());
        if (limits.time() != null) node.put("minutes", limits.time().toMillis() / MILLIS);
        if (limits.cost() != null) node.put("cost", limits.cost());
        return node;
    }
}
