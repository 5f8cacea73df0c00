package io.espalier.deploy.bench;

import io.espalier.deploy.CommandFailure;
import io.espalier.signatures.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

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
    JsonNode turn(String url, int threads) throws IOException {
        in.write(Json.write(Json.object().put("url", url).put("threads", threads)) + "\n");
        in.flush();
        var answer = out.readLine();
        if (answer == null) {
            throw CommandFailure.environment(
                    "PEER_FAILED", "a Python peer ended early (its messages are above)");
        }
        return Json.parse(answer);
    }

    @Override
    public void close() throws IOException {
        in.close(); // it ends when its input ends
        process.destroy();
    }
}
