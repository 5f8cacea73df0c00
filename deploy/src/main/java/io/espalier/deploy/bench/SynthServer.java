package io.espalier.deploy.bench;

import io.espalier.deploy.CommandFailure;
import io.espalier.signatures.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The synthetic model as a process of its own, on a free port of the loopback. */
public final class SynthServer implements AutoCloseable {
    /**
     * Counts of the server.
     *
     * @param requests model calls
     * @param proposals model calls that asked for instructions, advice or descriptions
     */
    public record Stats(
            long requests,
            long proposals,
            long promptTokens,
            long cachedTokens,
            long completionTokens) {
        private static Stats of(JsonNode node) {
            return new Stats(
                    node.path("requests").asLong(0),
                    node.path("requests_meta").asLong(0),
                    node.path("prompt_tokens").asLong(0),
                    node.path("cached_tokens").asLong(0),
                    node.path("completion_tokens").asLong(0));
        }
    }

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    private SynthServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * @param latency milliseconds that it adds to every call
     */
    static SynthServer start(Checkout checkout, Path python, int latency) throws IOException {
        return start(checkout, python, 0, latency);
    }

    /**
     * @param world what it knows, by number
     * @param latency milliseconds that it adds to every call
     */
    public static SynthServer start(Checkout checkout, Path python, int world, int latency)
            throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var log = Files.createTempFile("synthlm", ".log");
        log.toFile().deleteOnExit();
        var builder =
                new ProcessBuilder(
                                List.of(
                                        python.toString(),
                                        "-m",
                                        "synthlm.server",
                                        "--port",
                                        String.valueOf(port),
                                        "--world",
                                        String.valueOf(world),
                                        "--latency",
                                        String.valueOf(latency)))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        checkout.offerSynthlm(builder);
        var process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        var server = new SynthServer(process, port);
        if (!server.ready()) {
            server.close();
            throw CommandFailure.environment(
                    "NO_SYNTHLM", "synthlm did not start: " + Files.readString(log).strip());
        }
        return server;
    }

    private boolean ready() {
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                get("/v1/models");
                return true;
            } catch (IOException e) {
                pause();
            }
        }
        return false;
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Its address, without a path. */
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    /** The base address of the model, ending in {@code /v1}. */
    public String url() {
        return address() + "/v1";
    }

    /** Model calls that it has answered since it started. */
    long requests() throws IOException {
        return Stats.of(Json.parse(get("/stats"))).requests();
    }

    /** What it has counted since it started, or was reset. */
    public Stats stats() throws IOException {
        return Stats.of(Json.parse(get("/stats")));
    }

    /** As if it had just been started. */
    public void reset() throws IOException {
        send(request("/reset").POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    private String get(String path) throws IOException {
        return send(request(path).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address() + path));
    }

    private String send(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking synthlm", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        http.close();
    }
}
