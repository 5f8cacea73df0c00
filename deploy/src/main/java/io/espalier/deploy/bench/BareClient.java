package io.espalier.deploy.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The ceiling: the JDK's HTTP client over kept-alive connections, ready-made bodies, answers not
 * looked at.
 */
final class BareClient implements AutoCloseable {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Sends all bodies, {@code threads} at a time. */
    void send(List<byte[]> bodies, String url, int threads)
            throws InterruptedException, IOException {
        var prototype =
                HttpRequest.newBuilder(URI.create(url + "/chat/completions"))
                        .header("Content-Type", "application/json");
        var next = new AtomicInteger();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var senders =
                    IntStream.range(0, threads)
                            .<Future<?>>mapToObj(_ ->
                                    pool.submit(() -> {
                                        for (int i;
                                                (i = next.getAndIncrement()) < bodies.size(); ) {
                                            var body = BodyPublishers.ofByteArray(bodies.get(i));
                                            http.send(
                                                    prototype.copy().POST(body).build(),
                                                    BodyHandlers.discarding());
                                        }
                                        return null;
                                    }))
                            .toList();
            for (var sender : senders) sender.get();
        } catch (ExecutionException e) {
            throw new IOException("the bare client failed", e.getCause());
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
