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

/** The synthetic model as a process of its own, on a free port of the loopback. */
final class SynthServer implements AutoCloseable {
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
                                        "--latency",
                                        String.valueOf(latency)))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().put("PYTHONPATH", checkout.synthlm().toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
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

    /** The base address, ending in {@code /v1}. */
    String url() {
        return "http://127.0.0.1:" + port + "/v1";
    }

    /** Model calls that it has answered since it started. */
    long requests() throws IOException {
        return Json.parse(get("/stats")).path("requests").asLong(0);
    }

    private String get(String path) throws IOException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
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
