package io.espalier.worker.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The embedded model's greedy outputs against Python's. */
final class GoldenTest {

    @Test
    void complete_goldenPromptsAllAtOnce_givesPythonsTexts() throws Exception {
        var lines = golden();
        try (var model = OnnxModel.open(EmbeddedFolder.path());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Future<String>>();
            for (var line : lines) calls.add(threads.submit(() -> line.answer(model)));
            for (var i = 0; i < lines.size(); i++) {
                assertThat(calls.get(i).get())
                        .as("golden line " + (i + 1))
                        .isEqualTo(lines.get(i).output());
            }
        }
    }

    private static List<Golden> golden() throws IOException {
        var file = EmbeddedFolder.models().resolve("golden.jsonl");
        assumeTrue(Files.exists(file), "no golden outputs at " + file);
        return Golden.read(file);
    }
}
