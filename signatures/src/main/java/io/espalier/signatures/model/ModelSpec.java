package io.espalier.signatures.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Which model a study uses and how: the {@code models} entry of a study file. Part of a job's
 * identity, so it names no secret: {@code keyEnv} is the environment variable that holds the key on
 * the worker.
 *
 * @param provider {@code embedded} (the model that ships with Espalier), {@code onnx} (a model
 *     folder on each worker), {@code openai} (a remote endpoint)
 * @param path the model folder, for {@code onnx}
 * @param url the endpoint's base, ending in {@code /v1}, for {@code openai}
 * @param concurrency most calls under way at once, per worker
 * @param timeoutSeconds longest wait for one answer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelSpec(
        String provider,
        @Nullable String model,
        @Nullable String path,
        @Nullable String url,
        @JsonProperty("key-env") @Nullable String keyEnv,
        @Nullable Double temperature,
        @JsonProperty("top-p") @Nullable Double topP,
        @JsonProperty("max-tokens") @Nullable Integer maxTokens,
        @Nullable Integer concurrency,
        @JsonProperty("timeout-seconds") @Nullable Integer timeoutSeconds) {

    public static final ModelSpec EMBEDDED =
            new ModelSpec("embedded", null, null, null, null, null, null, null, null, null);

    public static ModelSpec openai(String url, String model) {
        return new ModelSpec("openai", model, null, url, null, null, null, null, null, null);
    }

    public Sampling sampling() {
        return new Sampling(temperature, topP, maxTokens, null);
    }
}
