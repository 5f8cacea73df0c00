package io.espalier.signatures.dspy;

import io.espalier.signatures.adapter.Framing;
import io.espalier.signatures.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * The framing {@code dspy}: the sentences of the DSPy that is installed in the user's Python. A
 * script renders marked signatures there and cuts the sentences out; a set of other calls, rendered
 * by DSPy too, is then compared with what our adapters make under the framing, so a version of DSPy
 * that builds its prompts otherwise is refused and never half understood. Nothing is kept between
 * calls: whoever starts a study gets the sentences of the DSPy that is installed now.
 */
public final class DspyFraming {
    /** The version that Espalier is tested with. */
    public static final String TESTED = "3.4.1";

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int TAIL = 600;

    private DspyFraming() {}

    /**
     * @throws DspyException saying why it cannot be had, and what to do
     */
    public static Framing read() {
        return read(UserPython.find());
    }

    /**
     * @throws DspyException saying why it cannot be had, and what to do
     */
    public static Framing read(UserPython python) {
        return read(python, script(), LIMIT);
    }

    static Framing read(UserPython python, String script, Duration limit) {
        var answer = run(python, script, limit);
        var error = answer.path("error");
        if (error.isObject()) throw failure(python, error);
        var version = answer.path("dspy").asString("of an unknown version");
        Framing framing;
        List<String> faults;
        try {
            framing = Framing.of(answer.path("framing"));
            faults = ProbeSamples.check(framing, answer);
        } catch (IllegalArgumentException e) {
            throw notUnderstood(python, version, String.valueOf(e.getMessage()));
        }
        if (!faults.isEmpty()) {
            throw notUnderstood(
                    python,
                    version,
                    faults.size() + " sample prompts came out otherwise; " + faults.getFirst());
        }
        return framing;
    }

    private static DspyException failure(UserPython python, JsonNode error) {
        var message = error.path("message").asString("");
        if (error.path("kind").asString("").equals("no-dspy")) {
            return new DspyException(
                    "the Python "
                            + python
                            + ", version "
                            + error.path("python").asString("unknown")
                            + ", has no DSPy that can be imported ("
                            + message
                            + "): install it there with 'pip install dspy=="
                            + TESTED
                            + "', or set ESPALIER_PYTHON to the Python that has it");
        }
        return notUnderstood(python, error.path("dspy").asString("of an unknown version"), message);
    }

    private static DspyException notUnderstood(UserPython python, String version, String why) {
        return new DspyException(
                "DSPy "
                        + version
                        + " in "
                        + python
                        + " builds its prompts in a way that Espalier does not understand ("
                        + why
                        + "); tested is DSPy "
                        + TESTED);
    }

    private static JsonNode run(UserPython python, String script, Duration limit) {
        try {
            var folder = Files.createTempDirectory("espalier-dspy");
            try {
                return run(python, script, limit, folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new DspyException("the Python " + python + " cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DspyException("interrupted while DSPy was read from " + python);
        }
    }

    private static JsonNode run(UserPython python, String script, Duration limit, Path folder)
            throws IOException, InterruptedException {
        var file = Files.writeString(folder.resolve("probe.py"), script);
        var out = folder.resolve("out");
        var err = folder.resolve("err");
        var builder =
                new ProcessBuilder(python.executable().toString(), file.toString(), "--samples")
                        .directory(folder.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(file.toFile()))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        var environment = builder.environment();
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        environment.put("PYTHONIOENCODING", "utf-8");
        // DSPy keeps a cache of calls on disk and its LM client asks the network for prices:
        // neither
        // is wanted here.
        environment.put("DSPY_CACHEDIR", folder.resolve("cache").toString());
        environment.put("LITELLM_LOCAL_MODEL_COST_MAP", "True");
        var process = builder.start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DspyException(
                        "reading DSPy's sentences from "
                                + python
                                + " took longer than "
                                + limit.toSeconds()
                                + " s and was stopped; see whether 'import dspy' works there");
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        try {
            var answer = Json.parse(Files.readString(out, StandardCharsets.UTF_8));
            if (answer.isObject()) return answer;
        } catch (IllegalArgumentException e) {
            // No JSON: what was written to standard error says more.
        }
        throw new DspyException(
                "reading DSPy's sentences from "
                        + python
                        + " ended with status "
                        + process.exitValue()
                        + " and without an answer: "
                        + tail(Files.readAllBytes(err)));
    }

    private static String tail(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8).strip();
        return text.length() <= TAIL ? text : "..." + text.substring(text.length() - TAIL);
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    static String script() {
        try (InputStream in = DspyFraming.class.getResourceAsStream("probe.py")) {
            if (in == null) throw new IllegalStateException("probe.py is not on the class path");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
