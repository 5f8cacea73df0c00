package io.espalier.deploy.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.espalier.signatures.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A user's metric over HTTP that counts how often it is asked, and can hold answers back. Its score
 * depends on the prediction alone, so that studies have something to choose by.
 */
final class CountingMetric implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile int holdAfter = Integer.MAX_VALUE;
    private volatile boolean broken;

    CountingMetric() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/metric";
    }

    int calls() {
        return calls.get();
    }

    /** Answers so many calls, and holds the later ones back until {@link #release}. */
    void holdAfter(int answered) {
        holdAfter = answered;
    }

    void release() {
        holdAfter = Integer.MAX_VALUE;
        opened.countDown();
    }

    /** Every answer is an error, or no longer. */
    void breakDown(boolean now) {
        broken = now;
    }

    /** Blocks until it was asked so often, as long as there is hope. */
    boolean wasCalled(int count, BooleanSupplier hope) throws InterruptedException {
        for (int i = 0; i < 1200 && calls.get() < count && hope.getAsBoolean(); i++) {
            Thread.sleep(50);
        }
        return calls.get() >= count;
    }

    private void answer(HttpExchange exchange) throws IOException {
        var asked =
                Json.parse(
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (calls.incrementAndGet() > holdAfter) hold();
        var answer = Json.object();
        answer.set("id", asked.path("id"));
        var text = asked.path("prediction").toString();
        answer.put("score", Math.floorMod(text.hashCode(), 11) / 10.0);
        var bytes = Json.write(answer).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(broken ? 500 : 200, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private void hold() {
        try {
            if (!opened.await(2, TimeUnit.MINUTES)) throw new AssertionError("never released");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        release();
        server.stop(0);
    }
}
