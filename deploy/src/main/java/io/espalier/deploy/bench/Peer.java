package io.espalier.deploy.bench;

import io.espalier.deploy.CommandFailure;
import io.espalier.signatures.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A contestant in Python that stays warm between its turns: one JSON line asks for a turn, one
 * answers.
 */
final class Peer implements AutoCloseable {
    private final Process process;
    private final Writer in;
    private final BufferedReader out;

    /**
     * @param kind {@code dspy} or {@code bare}
     * @param work the file with its rows or bodies
     */
    Peer(Checkout checkout, Path python, String kind, Path work) throws IOException {
        var script = checkout.script("evaluate_peers.py").toString();
        var command = List.of(python.toString(), script, kind, work.toString());
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        in = process.outputWriter(StandardCharsets.UTF_8);
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** One turn over all examples. */
    Turn turn(SynthServer server, int threads) throws IOException {
        var before = server.requests();
        var ask = Json.object().put("url", server.url()).put("threads", threads);
        in.write(Json.write(ask) + "\n");
        in.flush();
        var line = out.readLine();
        if (line == null) {
            throw CommandFailure.environment(
                    "PEER_FAILED", "a Python peer ended early (its messages are above)");
        }
        var answer = Json.parse(line);
        return new Turn(
                server.requests() - before,
                answer.path("seconds").asDouble(),
                answer.path("cpu_seconds").asDouble());
    }

    @Override
    public void close() throws IOException {
        in.close(); // it ends when its input ends
        process.destroy();
    }
}
