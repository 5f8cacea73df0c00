package io.espalier.deploy.bench.quality;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.bench.Checkout;
import io.espalier.deploy.bench.SynthServer;
import io.espalier.signatures.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** DSPy's runs, by quality_dspy.py as a process that stays. */
final class DspySide implements AutoCloseable {
    private final Process process;
    private final Writer in;
    private final BufferedReader out;
    private final Path log;

    DspySide(Checkout checkout, Path python) throws IOException {
        log = Files.createTempFile("quality-dspy", ".log");
        log.toFile().deleteOnExit();
        var builder =
                new ProcessBuilder(python.toString(), checkout.script("quality_dspy.py").toString())
                        .redirectError(log.toFile());
        checkout.offerSynthlm(builder);
        process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        in = process.outputWriter(StandardCharsets.UTF_8);
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** The run's line after its {@linkplain Run#json first members}. */
    ObjectNode run(Run run, SynthServer server) throws IOException {
        var ask =
                Json.object()
                        .put("task", run.task().label())
                        .put("world", run.world())
                        .put("seed", run.seed())
                        .put("optimizer", run.optimizer())
                        .put("feedback", run.feedback())
                        .put("threads", run.concurrency())
                        .put("url", server.address());
        ask.set("sizes", run.sizes().json());
        in.write(Json.write(ask) + "\n");
        in.flush();
        var line = out.readLine();
        if (line == null) {
            throw CommandFailure.environment(
                    "PEER_FAILED", "DSPy's process ended early: " + lastWords());
        }
        return (ObjectNode) Json.parse(line);
    }

    private String lastWords() throws IOException {
        var lines = Files.readAllLines(log);
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    @Override
    public void close() throws IOException {
        in.close(); // it ends when its input ends
        process.destroy();
    }
}
