package io.espalier.worker.openai;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.ModelSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/** A real endpoint on the loopback that answers as a test told it to, then with a plain "ok". */
final class ScriptedServer implements AutoCloseable {

    /** Answers one request. */
    interface Step {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private static final Step SILENCE =
            _ -> {
                throw new IllegalStateException("the server keeps this one to itself");
            };

    private final HttpServer server;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Queue<Step> script = new ConcurrentLinkedQueue<>();
    final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    final List<Long> arrivals = new CopyOnWriteArrayList<>();

    ScriptedServer(Step... steps) throws IOException {
        script.addAll(List.of(steps));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    static Step status(int status, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    static Step error(int status, String message) {
        var body = Json.object();
        body.putObject("error").put("message", message);
        return status(status, Json.write(body));
    }

    static Step ok(String text) {
        var body = Json.object();
        var choice = body.putArray("choices").addObject();
        choice.putObject("message").put("role", "assistant").put("content", text);
        choice.put("finish_reason", "stop");
        return status(200, Json.write(body));
    }

    /** Hangs up after the request was read. */
    static Step hangUp() {
        return exchange -> {
            exchange.getResponseHeaders().add("Content-Length", "1000");
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            throw new IOException("hung up on purpose");
        };
    }

    /** Never answers. */
    static Step silence() {
        return SILENCE;
    }

    ModelSpec spec() {
        return ModelSpec.openai(url(), "m");
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    int requests() {
        return bodies.size();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            arrivals.add(System.nanoTime());
            authorizations.add(
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            bodies.add(Json.parse(new String(body, StandardCharsets.UTF_8)));
            var step = script.poll();
            if (step == SILENCE) over.await();
            else (step == null ? ok("ok") : step).answer(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
    }
}
