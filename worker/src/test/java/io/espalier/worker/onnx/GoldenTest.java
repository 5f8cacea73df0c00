package io.espalier.worker.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The embedded model's greedy outputs as Python's onnxruntime wrote them: {@code
 * models/golden.jsonl}, each line {@code {"prompt": text with its special tokens, "output": text,
 * "max_new": tokens}}.
 */
final class GoldenTest {

    @Test
    void complete_goldenPromptsAllAtOnce_givesPythonsTexts() throws Exception {
        var lines = golden();
        try (var model = OnnxModel.open(EmbeddedFolder.path());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Future<String>>();
            for (var line : lines) {
                var sampling = Sampling.greedy(line.path("max_new").asInt(48));
                var prompt = line.path("prompt").asString();
                calls.add(threads.submit(() -> model.complete(prompt, sampling, List.of()).text()));
            }
            for (var i = 0; i < lines.size(); i++) {
                assertThat(calls.get(i).get())
                        .as("golden line " + (i + 1))
                        .isEqualTo(lines.get(i).path("output").asString());
            }
        }
    }

    private static List<JsonNode> golden() throws IOException {
        var file = EmbeddedFolder.models().resolve("golden.jsonl");
        assumeTrue(Files.exists(file), "no golden outputs at " + file);
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank()).map(Json::parse).toList();
        }
    }
}
