package io.espalier.worker.openai;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The JDK's own client over kept-alive HTTP/1.1 connections. */
final class JdkTransport implements Transport {

    private final HttpClient client;
    private final HttpRequest.Builder prototype;

    JdkTransport(Endpoint endpoint) {
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(10))
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
        prototype =
                HttpRequest.newBuilder(endpoint.chat())
                        .timeout(endpoint.timeout())
                        .header("Content-Type", "application/json");
        if (endpoint.key() != null) {
            prototype.header("Authorization", "Bearer " + endpoint.key());
        }
    }

    @Override
    public Reply post(byte[] body) throws IOException, InterruptedException {
        var request = prototype.copy().POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
        var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return new Reply(response.statusCode(), response.headers()::firstValue, response.body());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
