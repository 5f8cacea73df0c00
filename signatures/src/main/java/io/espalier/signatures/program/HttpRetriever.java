package io.espalier.signatures.program;

import io.espalier.signatures.job.Blame;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.ModelException;
import io.espalier.signatures.model.Unreachable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Retrieval by a POST of {@code {"query": text}} that answers {@code {"passages": [text, ...]}}.
 */
record HttpRetriever(URI address) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** One connection pool for the whole process; made when a program first retrieves. */
    private static final class Client {
        static final HttpClient HTTP =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(10))
                        .build();
    }

    /**
     * @throws ModelException blaming the provider, when the retriever cannot be had
     */
    ArrayNode passages(String query) {
        var request =
                HttpRequest.newBuilder(address)
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        Json.write(Json.object().put("query", query))))
                        .build();
        for (int attempt = 1; ; attempt++) {
            try {
                var response = Client.HTTP.send(request, HttpResponse.BodyHandlers.ofString());
                if (!passing(response) || attempt == TRIES) return read(response);
            } catch (IOException e) {
                if (attempt == TRIES)
                    throw failure("cannot be reached: " + Unreachable.because(e), e);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            try {
                Thread.sleep(PAUSE.multipliedBy(attempt));
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    /** Whether a second try may fare better; a reply cut short by a dying connection is empty. */
    private static boolean passing(HttpResponse<String> response) {
        int status = response.statusCode();
        return status >= 500 || status == 429 || (status == 200 && response.body().isBlank());
    }

    private ModelException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return failure("was interrupted", e);
    }

    private ArrayNode read(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw failure("answered with status " + response.statusCode(), null);
        }
        JsonNode answer;
        try {
            answer = Json.parse(response.body());
        } catch (IllegalArgumentException e) {
            throw failure("answered what is " + e.getMessage(), e);
        }
        if (answer.get(Step.Retrieve.PASSAGES) instanceof ArrayNode passages) return passages;
        throw failure("answered without a list 'passages'", null);
    }

    private ModelException failure(
            String what, @org.jspecify.annotations.Nullable Throwable cause) {
        var message = "the retriever " + address + " " + what;
        return cause == null
                ? new ModelException(Blame.PROVIDER, message)
                : new ModelException(Blame.PROVIDER, message, cause);
    }
}
