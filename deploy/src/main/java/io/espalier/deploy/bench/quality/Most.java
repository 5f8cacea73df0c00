package io.espalier.deploy.bench.quality;

import io.espalier.optimizers.Budget;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a run of Espalier may spend at most.
 *
 * @param metricCalls null for as many as DSPy's run of the same work made
 * @param modelCalls null for no limit
 * @param modelCallsOfDspy whether DSPy's run of the same work also limits the model calls
 * @param tokens null for no limit
 * @param tokensOfDspy whether DSPy's run of the same work also limits the tokens
 */
public record Most(
        @Nullable Long metricCalls,
        @Nullable Long modelCalls,
        boolean modelCallsOfDspy,
        @Nullable Long tokens,
        boolean tokensOfDspy) {

    /** Without a run of DSPy's to go by. */
    Budget.Limits limits() {
        return new Budget.Limits(metricCalls, modelCalls, tokens, null, null);
    }

    /**
     * @param share of what DSPy spent
     */
    Budget.Limits limits(JsonNode dspy, double share) {
        long spent = dspy.path("prompt_tokens").asLong() + dspy.path("completion_tokens").asLong();
        return new Budget.Limits(
                metricCalls == null ? of(dspy.path("metric_calls").asLong(), share) : metricCalls,
                modelCallsOfDspy ? of(dspy.path("model_calls").asLong(), share) : modelCalls,
                tokensOfDspy ? of(spent, share) : tokens,
                null,
                null);
    }

    private static Long of(long spent, double share) {
        return Math.round(share * spent);
    }
}
