package io.espalier.deploy.bench;

import io.espalier.deploy.bench.OnnxReport.Side;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.Usage;
import io.espalier.worker.onnx.OnnxModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Measures the ONNX provider on a model folder beside a plain Python loop over ONNX Runtime: same
 * prompts, same machine, in turns. The provider starts each round with an empty prefix cache.
 */
public final class OnnxBench {
    private static final int INPUTS = 50;
    private static final int MOST_TOKENS = 48;
    private static final int PYTHON_BATCH = 50;

    private OnnxBench() {}

    /**
     * @param warmUps passes over other inputs that go before
     * @param progress told of each step, for people
     */
    public static OnnxReport run(Path folder, int warmUps, int rounds, Consumer<String> progress)
            throws IOException, InterruptedException {
        var checkout = Checkout.find();
        var python = checkout.python();
        var requests = OnnxPrompts.requests(0, INPUTS, MOST_TOKENS);
        progress.accept("warming up");
        String name;
        List<String> prompts;
        try (var model = OnnxModel.open(folder)) {
            name = model.describe();
            prompts = requests.stream().map(r -> model.promptText(r.messages())).toList();
            for (int i = 1; i <= warmUps; i++) { // the JVM compiles here; other inputs than later
                askAll(model, OnnxPrompts.requests(i * INPUTS, INPUTS, MOST_TOKENS));
            }
        }
        var provider = new ArrayList<Side>();
        var single = new ArrayList<Side>();
        var batched = new ArrayList<Side>();
        int equal = 0;
        for (int round = 1; round <= rounds; round++) {
            progress.accept("round " + round + " of " + rounds);
            List<Completion> completions;
            try (var model = OnnxModel.open(folder)) {
                var started = System.nanoTime();
                completions = askAll(model, requests);
                provider.add(side(completions, (System.nanoTime() - started) * 1e-9));
            }
            var answer = loop(folder, python, checkout.script("ort_loop.py"), prompts);
            single.add(side(answer.path("single")));
            batched.add(side(answer.path("batched")));
            equal = equal(completions, answer.path("single").path("texts"));
        }
        return new OnnxReport(name, provider, single, batched, PYTHON_BATCH, equal);
    }

    private static int equal(List<Completion> completions, JsonNode texts) {
        var equal = 0;
        for (var i = 0; i < completions.size(); i++) {
            if (texts.path(i).asString().equals(completions.get(i).text())) equal++;
        }
        return equal;
    }

    private static List<Completion> askAll(OnnxModel model, List<ModelRequest> requests)
            throws InterruptedException {
        var calls = new ArrayList<Future<Completion>>();
        var completions = new ArrayList<Completion>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var request : requests) {
                calls.add(threads.submit(() -> model.complete(request)));
            }
            for (var call : calls) completions.add(call.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("a model call failed: " + e.getCause(), e);
        }
        return completions;
    }

    private static JsonNode loop(Path folder, Path python, Path script, List<String> prompts)
            throws IOException, InterruptedException {
        var file = Files.createTempFile("espalier-bench", ".jsonl");
        try {
            var lines = prompts.stream().map(p -> Json.write(Json.text(p)));
            Files.writeString(file, lines.collect(Collectors.joining("\n")));
            var cores = Runtime.getRuntime().availableProcessors();
            var process =
                    new ProcessBuilder(
                                    python.toString(),
                                    script.toString(),
                                    folder.toString(),
                                    file.toString(),
                                    String.valueOf(MOST_TOKENS),
                                    String.valueOf(PYTHON_BATCH),
                                    String.valueOf(cores))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("the Python loop failed (its messages are above)");
            }
            return Json.parse(output);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Side side(List<Completion> completions, double seconds) {
        var usage = completions.stream().map(Completion::usage).reduce(Usage.NONE, Usage::plus);
        return new Side(
                completions.size(), usage.prompt(), usage.completion(), usage.cached(), seconds);
    }

    private static Side side(JsonNode node) {
        return new Side(
                node.path("calls").asInt(),
                node.path("prompt").asLong(),
                node.path("completion").asLong(),
                0,
                node.path("seconds").asDouble());
    }
}
