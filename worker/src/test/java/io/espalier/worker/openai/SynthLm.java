package io.espalier.worker.openai;

import static org.junit.jupiter.api.Assertions.fail;

import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.signatures.python.TestPython;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;

/**
 * The synthetic model as a real process on a free port of the loopback, for the length of a test
 * class: {@code @RegisterExtension static final SynthLm synthlm = SynthLm.world(0);}. Where Python
 * is missing the class is skipped with a sentence, unless {@code ESPALIER_REQUIRE_PYTHON=1}.
 */
public final class SynthLm implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> arguments;
    private int port;
    private @Nullable Process process;

    private SynthLm(List<String> arguments) {
        this.arguments = arguments;
    }

    /**
     * @param world the seed that fixes its vocabularies and rules
     * @param more further arguments of {@code synthlm.server}, such as {@code --latency 50}
     */
    public static SynthLm world(int world, String... more) {
        var arguments = new ArrayList<>(List.of("--world", Integer.toString(world)));
        arguments.addAll(List.of(more));
        return new SynthLm(List.copyOf(arguments));
    }

    /** For use outside of JUnit's life cycle: ended by {@link #close()}. */
    public SynthLm started() {
        start();
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** The base address, ending in {@code /v1}. */
    public String url() {
        return root() + "/v1";
    }

    /** The address without a path; {@code /search}, {@code /score}, {@code /stats} are below it. */
    public String root() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public ModelSpec spec() {
        return ModelSpec.openai(url(), "synthlm");
    }

    /** Its counters: {@code requests}, {@code prompt_tokens}, {@code distinct_prompts}, ... */
    public JsonNode stats() {
        return Json.parse(send(HttpRequest.newBuilder(URI.create(root() + "/stats")).build()));
    }

    /** Back to how it was when it started: counters, prefix cache, draws. */
    public void reset() {
        send(
                HttpRequest.newBuilder(URI.create(root() + "/reset"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build());
    }

    @Override
    public void close() {
        var running = process;
        process = null;
        if (running == null) return;
        running.destroy();
        try {
            if (!running.waitFor(5, TimeUnit.SECONDS)) running.destroyForcibly();
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void start() {
        var root = TestPython.repository();
        var python = TestPython.executable().toString();
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var command = new ArrayList<>(List.of(python, "-m", "synthlm.server"));
        command.addAll(List.of("--port", Integer.toString(port)));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        try {
            var log = Files.createTempFile("synthlm", ".log");
            log.toFile().deleteOnExit();
            builder.redirectOutput(log.toFile());
            builder.environment().put("PYTHONPATH", root.resolve("models/synthlm").toString());
            builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
            var started = builder.start();
            process = started;
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroy));
            awaitReady(started, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady(Process started, Path log) throws IOException {
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        while (System.nanoTime() < end && started.isAlive()) {
            try {
                send(HttpRequest.newBuilder(URI.create(url() + "/models")).build());
                return;
            } catch (UncheckedIOException e) {
                pause();
            }
        }
        close();
        fail("synthlm did not start: " + Files.readString(log));
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while synthlm started", e);
        }
    }

    private String send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking synthlm", e);
        }
    }

    /** Where its sources are. */
    static Path folder() {
        return TestPython.repository().resolve("models/synthlm");
    }
}
