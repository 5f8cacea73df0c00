package io.espalier.worker.onnx;

import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the embedded model answers greedily, as Python's onnxruntime wrote it: {@code golden.jsonl}
 * beside the model's folder, each line {@code {"prompt": text with its special tokens, "output":
 * text, "max_new": tokens}}. A machine that answers otherwise computes otherwise.
 *
 * @param prompt as the model sees it
 * @param maxTokens most tokens of the answer
 */
public record Golden(String prompt, String output, int maxTokens) {
    private static final int MAX_TOKENS = 48;

    public static List<Golden> read(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank()).map(Golden::line).toList();
        }
    }

    private static Golden line(String text) {
        var line = Json.parse(text);
        return new Golden(
                line.path("prompt").asString(),
                line.path("output").asString(),
                line.path("max_new").asInt(MAX_TOKENS));
    }

    /** What the model answers here. */
    public String answer(OnnxModel model) {
        return model.complete(prompt, Sampling.greedy(maxTokens), List.of()).text();
    }
}
