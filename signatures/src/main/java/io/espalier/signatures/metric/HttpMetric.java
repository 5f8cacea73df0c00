package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Unreachable;
import io.espalier.signatures.program.Run;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * The user's own metric behind an address; see {@link MetricWire} for what is sent and answered.
 */
record HttpMetric(URI address) implements RunMetric {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final class Client {
        static final HttpClient HTTP =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(10))
                        .build();
    }

    @Override
    public Score score(Example example, Fields prediction, Run run) {
        var question = Json.write(MetricWire.question(example.id(), example, prediction, run));
        var request =
                HttpRequest.newBuilder(address)
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(question))
                        .build();
        try {
            var response = Client.HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new MetricException(
                        "the metric "
                                + address
                                + " answered with status "
                                + response.statusCode()
                                + " to "
                                + MetricWire.shown(question));
            }
            return MetricWire.answer(response.body(), address.toString(), question);
        } catch (IOException e) {
            throw new MetricException(
                    "the metric " + address + " cannot be reached: " + Unreachable.because(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MetricException("the metric " + address + " was interrupted", e);
        }
    }

    @Override
    public JsonNode document() {
        return Json.object().put("http", address.toString());
    }
}
