package io.espalier.signatures.model;

import org.jspecify.annotations.Nullable;

/**
 * How tokens are drawn. A null leaves the choice to whoever is asked next: a predictor's state,
 * then the study's model, then the provider.
 *
 * @param temperature 0 is greedy
 * @param topP keep the smallest set of tokens whose probability reaches this, 0 to 1
 * @param maxTokens most tokens to write
 * @param seed of the draw; equal requests with equal seeds give equal text on a deterministic
 *     provider
 */
public record Sampling(
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer maxTokens,
        @Nullable Long seed) {

    public static final Sampling UNSET = new Sampling(null, null, null, null);

    public Sampling {
        if (temperature != null && !(temperature >= 0 && temperature <= 5)) {
            throw new IllegalArgumentException("temperature: " + temperature + " (expected: 0..5)");
        }
        if (topP != null && !(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException(
                    "top-p: " + topP + " (expected: above 0, at most 1)");
        }
        if (maxTokens != null && maxTokens < 1) {
            throw new IllegalArgumentException(
                    "max-tokens: " + maxTokens + " (expected: at least 1)");
        }
    }

    public static Sampling greedy(int maxTokens) {
        return new Sampling(0.0, null, maxTokens, null);
    }

    public Sampling withTemperature(@Nullable Double value) {
        return new Sampling(value, topP, maxTokens, seed);
    }

    public Sampling withSeed(@Nullable Long value) {
        return new Sampling(temperature, topP, maxTokens, value);
    }

    /** This sampling, its gaps filled from {@code defaults}. */
    public Sampling orElse(Sampling defaults) {
        return new Sampling(
                temperature != null ? temperature : defaults.temperature,
                topP != null ? topP : defaults.topP,
                maxTokens != null ? maxTokens : defaults.maxTokens,
                seed != null ? seed : defaults.seed);
    }
}
