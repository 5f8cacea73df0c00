package io.espalier.worker.openai;

import io.espalier.signatures.job.Blame;
import io.espalier.signatures.model.ModelException;
import io.espalier.signatures.model.ModelSpec;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a model is asked. Holds the key, so its text form leaves it out.
 *
 * @param base the address as the user wrote it, ending in {@code /v1}
 * @param keyEnv the environment variable that the key came from; null for an endpoint without keys
 * @param timeout longest wait for one answer
 * @param concurrency most calls under way at once
 */
record Endpoint(
        String base,
        URI chat,
        String model,
        @Nullable String keyEnv,
        @Nullable String key,
        Duration timeout,
        int concurrency) {

    private static final String EMBEDDINGS = "/embeddings";

    static final int DEFAULT_CONCURRENCY = 32;
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(120);

    /**
     * @param environment the process's environment, where {@code keyEnv} is looked up
     * @throws ModelException naming the entry of the study file that is missing or does not fit, or
     *     the environment variable that is not set
     */
    static Endpoint of(ModelSpec spec, Map<String, String> environment) {
        String url = spec.url();
        if (url == null || url.isBlank()) {
            throw new ModelException(
                    Blame.DATA,
                    "models.url is missing: the openai provider needs the endpoint's address, such"
                            + " as http://127.0.0.1:8800/v1");
        }
        if (spec.model() == null || spec.model().isBlank()) {
            throw new ModelException(
                    Blame.DATA,
                    "models.model is missing: the openai provider needs the model's name at "
                            + url);
        }
        return new Endpoint(
                url,
                chat(url),
                spec.model(),
                spec.keyEnv(),
                spec.keyEnv() == null ? null : key(spec.keyEnv(), url, environment),
                spec.timeoutSeconds() == null
                        ? DEFAULT_TIMEOUT
                        : Duration.ofSeconds(positive("timeout-seconds", spec.timeoutSeconds())),
                spec.concurrency() == null
                        ? DEFAULT_CONCURRENCY
                        : positive("concurrency", spec.concurrency()));
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new ModelException(
                    Blame.DATA, "models." + name + ": " + value + " (expected: at least 1)");
        }
        return value;
    }

    private static URI chat(String url) {
        try {
            var uri = URI.create(url.strip().replaceAll("/+$", "") + "/chat/completions");
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null) return uri;
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new ModelException(
                Blame.DATA,
                "models.url: '" + url + "' is no address (expected: http://HOST:PORT/v1 or https)");
    }

    private static String key(String variable, String url, Map<String, String> environment) {
        String key = environment.get(variable);
        if (key == null || key.isBlank()) {
            throw new ModelException(
                    Blame.PROVIDER,
                    "the environment variable "
                            + variable
                            + ", which should hold the key for "
                            + url
                            + ", is not set on this worker; set it and start the worker again");
        }
        return key.strip();
    }

    /** The same place, for vectors in place of completions. */
    Endpoint embeddings(String embedder) {
        var address = chat.toString().replaceAll("/chat/completions$", EMBEDDINGS);
        return new Endpoint(base, URI.create(address), embedder, keyEnv, key, timeout, concurrency);
    }

    boolean embeds() {
        return chat.toString().endsWith(EMBEDDINGS);
    }

    @Override
    public String toString() {
        return model + " at " + base;
    }
}
