package io.espalier.signatures.dspy;

import static org.junit.jupiter.api.Assertions.fail;

import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.adapter.Framing;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.python.TestPython;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The real package in one Python process for a test class, spoken to in lines of JSON. */
final class RealDspy implements BeforeAllCallback, AfterAllCallback {
    private @Nullable Process process;
    private @Nullable BufferedWriter in;
    private @Nullable BufferedReader out;
    private @Nullable Framing framing;
    private @Nullable Path folder;
    private @Nullable UserPython python;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        var found = new UserPython(TestPython.executable(), "of the tests");
        python = found;
        framing = DspyFraming.read(found);
        var place = Files.createTempDirectory("real-dspy");
        folder = place;
        var script = place.resolve("real_dspy.py");
        try (var resource = RealDspy.class.getResourceAsStream("real_dspy.py")) {
            if (resource == null) throw new IllegalStateException("no real_dspy.py");
            Files.copy(resource, script);
        }
        var builder =
                new ProcessBuilder(found.executable().toString(), script.toString())
                        .directory(place.toFile())
                        .redirectError(place.resolve("errors").toFile());
        builder.environment().put("DSPY_CACHEDIR", place.resolve("cache").toString());
        builder.environment().put("LITELLM_LOCAL_MODEL_COST_MAP", "True");
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        var started = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroy));
        process = started;
        in = started.outputWriter(StandardCharsets.UTF_8);
        out = started.inputReader(StandardCharsets.UTF_8);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        var running = process;
        if (running == null) return;
        running.destroy();
        if (!running.waitFor(5, TimeUnit.SECONDS)) running.destroyForcibly().waitFor();
        if (folder != null) DspyFraming.delete(folder);
    }

    Framing framing() {
        if (framing == null) throw new IllegalStateException("not started");
        return framing;
    }

    UserPython python() {
        if (python == null) throw new IllegalStateException("not started");
        return python;
    }

    JsonNode format(String adapter, JsonNode signature, List<Fields> demos, Fields inputs) {
        return ask(call("format", adapter, signature, demos, inputs));
    }

    /** With every value as an object of its declared type, as a Python program would hand it in. */
    JsonNode formatTyped(String adapter, JsonNode signature, List<Fields> demos, Fields inputs) {
        return ask(call("format", adapter, signature, demos, inputs).put("typed", true));
    }

    /** {@code {"fields": {...}}} or {@code {"failed": exception, "message"}}. */
    JsonNode parse(String adapter, JsonNode signature, String completion) {
        var request = Json.object().put("do", "parse").put("adapter", adapter);
        request.set("signature", signature);
        return ask(request.put("completion", completion));
    }

    /** A whole call against scripted replies: {@code {"asked": [...], "fields" or "failed"}}. */
    JsonNode call(
            String adapter,
            JsonNode signature,
            List<Fields> demos,
            Fields inputs,
            List<String> replies) {
        var request = call("call", adapter, signature, demos, inputs);
        request.set("replies", Json.tree(replies));
        return ask(request);
    }

    /** What a piece of DSPy code leaves in {@code result}. */
    JsonNode run(String source, Map<String, ?> names) {
        var request = Json.object().put("do", "run").put("source", source);
        request.set("names", Json.tree(names));
        return ask(request);
    }

    static JsonNode described(Signature signature) {
        return SignatureTree.of(signature);
    }

    private static ObjectNode call(
            String what, String adapter, JsonNode signature, List<Fields> demos, Fields inputs) {
        var request = Json.object().put("do", what).put("adapter", adapter);
        request.set("signature", signature);
        var list = request.putArray("demos");
        demos.forEach(demo -> list.add(demo.toJson()));
        request.set("inputs", inputs.toJson());
        return request;
    }

    private synchronized JsonNode ask(JsonNode request) {
        var writer = in;
        var reader = out;
        if (writer == null || reader == null) throw new IllegalStateException("not started");
        try {
            writer.write(Json.write(request));
            writer.write('\n');
            writer.flush();
            var line = reader.readLine();
            if (line == null) {
                var place = folder;
                fail(
                        "Python ended: "
                                + (place == null ? "" : Files.readString(place.resolve("errors"))));
            }
            var answer = Json.parse(line);
            if (answer.has("error")) fail("DSPy: " + answer.get("error") + " at " + request);
            return answer.get("answer");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
