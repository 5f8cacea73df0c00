package io.espalier.worker.onnx;

import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.Message;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.Sampling;
import io.espalier.signatures.model.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Measures the provider on a model folder beside a plain Python loop over ONNX Runtime, same
 * prompts, same machine, one after the other. The prompts are those of an optimizer: a few
 * candidates, each with its instruction and demos, on the same inputs.
 */
public final class OnnxBench {

    private static final int INPUTS = 50;
    private static final int MOST_TOKENS = 48;
    private static final int PYTHON_BATCH = 50;

    private OnnxBench() {}

    /**
     * One contestant.
     *
     * @param prompt tokens of all prompts, cached or not
     */
    public record Side(int calls, long prompt, long completion, long cached, double seconds) {
        public double callsPerSecond() {
            return calls / seconds;
        }

        /** Prompt and completion tokens a second. */
        public double tokensPerSecond() {
            return (prompt + completion) / seconds;
        }

        String line(String name) {
            return "%-34s %8.1f calls/s %9.0f tokens/s (%d calls, %d prompt + %d new tokens, %d cached, %.2f s)"
                    .formatted(
                            name,
                            callsPerSecond(),
                            tokensPerSecond(),
                            calls,
                            prompt,
                            completion,
                            cached,
                            seconds);
        }
    }

    /**
     * @param pythonSingle one prompt at a time; null where Python was not asked
     * @param pythonBatched left-padded batches
     * @param equal completions that are the same text in the provider and in the loop at one prompt
     *     a time
     */
    public record Report(
            String model,
            Side provider,
            @Nullable Side pythonSingle,
            @Nullable Side pythonBatched,
            int equal) {

        public String describe() {
            var text = new StringBuilder(model).append('\n').append(provider.line("espalier"));
            if (pythonSingle != null && pythonBatched != null) {
                text.append('\n').append(pythonSingle.line("python onnxruntime, batch 1"));
                text.append('\n')
                        .append(pythonBatched.line("python onnxruntime, batch " + PYTHON_BATCH));
                text.append(
                        "\ncalls/s against python: %.2f x batch 1, %.2f x batch %d; %d of %d texts equal"
                                .formatted(
                                        provider.callsPerSecond() / pythonSingle.callsPerSecond(),
                                        provider.callsPerSecond() / pythonBatched.callsPerSecond(),
                                        PYTHON_BATCH,
                                        equal,
                                        provider.calls));
            }
            return text.toString();
        }
    }

    /**
     * @param python an interpreter with numpy, onnxruntime and tokenizers; null measures only the
     *     provider
     * @param script {@code deploy/bench/ort_loop.py}
     */
    public static Report run(Path folder, @Nullable Path python, Path script)
            throws IOException, InterruptedException {
        var requests = requests();
        try (var model = OnnxModel.open(folder)) {
            askAll(model, requests.subList(0, requests.size() / 4)); // the JVM compiles here
            var started = System.nanoTime();
            var completions = askAll(model, requests);
            var seconds = (System.nanoTime() - started) * 1e-9;
            var usage = completions.stream().map(Completion::usage).reduce(Usage.NONE, Usage::plus);
            var side =
                    new Side(
                            requests.size(),
                            usage.prompt(),
                            usage.completion(),
                            usage.cached(),
                            seconds);
            if (python == null) {
                return new Report(model.describe(), side, null, null, 0);
            }
            var prompts = requests.stream().map(r -> model.promptText(r.messages())).toList();
            var answer = loop(folder, python, script, prompts);
            var equal = 0;
            for (var i = 0; i < completions.size(); i++) {
                var text = answer.path("single").path("texts").path(i).asString();
                equal += text.equals(completions.get(i).text()) ? 1 : 0;
            }
            return new Report(
                    model.describe(),
                    side,
                    side(answer.path("single")),
                    side(answer.path("batched")),
                    equal);
        }
    }

    private static List<Completion> askAll(OnnxModel model, List<ModelRequest> requests)
            throws InterruptedException {
        var calls = new ArrayList<Future<Completion>>();
        var completions = new ArrayList<Completion>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var request : requests) {
                calls.add(threads.submit(() -> model.complete(request)));
            }
            for (var call : calls) {
                completions.add(call.get());
            }
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

    private static Side side(JsonNode node) {
        return new Side(
                node.path("calls").asInt(),
                node.path("prompt").asLong(),
                node.path("completion").asLong(),
                0,
                node.path("seconds").asDouble());
    }

    private static List<ModelRequest> requests() {
        var instructions =
                List.of(
                        "Choose the team that should act.",
                        "Read the message and find the customer's wish.",
                        "Write `team` from `message`.",
                        "Say who has to do the work.");
        var requests = new ArrayList<ModelRequest>();
        for (var candidate = 0; candidate < instructions.size(); candidate++) {
            for (var input = 0; input < INPUTS; input++) {
                var turns = new ArrayList<Message>();
                turns.add(Message.system(system(instructions.get(candidate))));
                for (var demo = 0; demo < candidate; demo++) {
                    turns.add(Message.user(section("message", text(1000 + demo))));
                    turns.add(
                            Message.assistant(
                                    section("team", "billing") + "\n\n[[ ## completed ## ]]\n"));
                }
                turns.add(
                        Message.user(
                                section("message", text(input))
                                        + "\n\nNow write `[[ ## team ## ]]` and close with `[[ ##"
                                        + " completed ## ]]`."));
                requests.add(ModelRequest.of(turns).withSampling(Sampling.greedy(MOST_TOKENS)));
            }
        }
        return requests;
    }

    private static String system(String instruction) {
        return """
        You get these fields:
        1. `message` (str)
        You write these fields:
        1. `team` (one of: billing; shipping; other)
        Each turn looks like this, with values in place of the braces:

        [[ ## message ## ]]
        {message}

        [[ ## team ## ]]
        {team}

        [[ ## completed ## ]]

        The task:
        """
                + instruction;
    }

    private static String section(String field, String value) {
        return "[[ ## " + field + " ## ]]\n" + value;
    }

    private static String text(int seed) {
        var words =
                List.of("the parcel", "my bill", "is late", "please", "was paid", "to the town");
        var text = new StringBuilder();
        for (var n = 0; n < 3 + seed % 4; n++) {
            text.append(words.get((seed * 7 + n * (1 + seed % 5)) % words.size())).append(' ');
        }
        return text.append(seed).append('.').toString();
    }
}
