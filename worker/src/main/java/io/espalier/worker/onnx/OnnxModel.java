package io.espalier.worker.onnx;

import io.espalier.signatures.job.Blame;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.Message;
import io.espalier.signatures.model.ModelException;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.Sampling;
import io.espalier.signatures.model.Usage;
import io.espalier.worker.engine.CounterRandom;
import io.espalier.worker.engine.Decoder;
import io.espalier.worker.engine.Draw;
import io.espalier.worker.engine.Engine;
import io.espalier.worker.engine.EngineOptions;
import io.espalier.worker.engine.Generation;
import io.espalier.worker.hardware.Hardware;
import io.espalier.worker.provider.OpenModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * A model folder on ONNX Runtime, greedy unless a request says otherwise. Equal requests with equal
 * seeds give equal text, whatever else runs.
 */
public final class OnnxModel implements OpenModel {

    private static final int DEFAULT_MAX_TOKENS = 256;

    private final ModelFolder folder;
    private final Prompts prompts;
    private final Engine engine;
    private final Execution execution;

    private OnnxModel(ModelFolder folder, Prompts prompts, Engine engine, Execution execution) {
        this.folder = folder;
        this.prompts = prompts;
        this.engine = engine;
        this.execution = execution;
    }

    /** Opens a folder with the execution and limits that suit the machine. */
    public static OnnxModel open(Path path) {
        var folder = ModelFolder.read(path);
        return open(
                folder,
                Execution.of(Hardware.detect(), bytes(folder.network())),
                EngineOptions.DEFAULT);
    }

    static OnnxModel open(ModelFolder folder, Execution execution, EngineOptions options) {
        // The tokenizer loads beside the network: each takes its part of a second when cold.
        var loading = CompletableFuture.supplyAsync(() -> Prompts.of(folder));
        Supplier<Decoder> decoder = () -> OnnxDecoder.open(folder, execution);
        Engine engine;
        try {
            engine =
                    new Engine(
                            "onnx-" + folder.folder().getFileName(),
                            Collections.nCopies(execution.decoders(), decoder),
                            options);
        } catch (RuntimeException | Error e) {
            loading.thenAccept(Prompts::close);
            throw e;
        }
        try {
            return new OnnxModel(folder, loading.join(), engine, execution);
        } catch (CompletionException e) {
            engine.close();
            throw e.getCause() instanceof ModelException model ? model : e;
        }
    }

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    @Override
    public Completion complete(ModelRequest request) {
        return complete(prompts.text(request.messages()), request.sampling(), request.stop());
    }

    /** Completes a prompt as {@link #promptText} makes it. */
    Completion complete(String text, Sampling asked, List<String> stops) {
        var prompt = prompts.tokens(text);
        var room = folder.contextTokens() - prompt.length;
        if (prompt.length == 0 || room < 1) {
            throw new ModelException(
                    Blame.CANDIDATE,
                    "the prompt has %d tokens, the model %s takes 1 to %d; use fewer demos or a shorter instruction"
                            .formatted(
                                    prompt.length,
                                    folder.folder().getFileName(),
                                    folder.contextTokens() - 1));
        }
        var sampling = asked.orElse(new Sampling(0.0, 1.0, null, 0L));
        var most = sampling.maxTokens() != null ? sampling.maxTokens() : defaultMost();
        var generation =
                new Generation.Request(
                        prompt,
                        draw(sampling, prompt),
                        Math.min(most, room),
                        folder.ends(),
                        prompts.stop(stops));
        var result = engine.generate(generation);
        return new Completion(
                Prompts.cut(prompts.text(result.tokens()), stops),
                result.finish(),
                new Usage(1, prompt.length, result.tokens().length, result.cached()),
                result.took());
    }

    /** The prompt as the model sees it, special tokens included. */
    public String promptText(List<Message> messages) {
        return prompts.text(messages);
    }

    private int defaultMost() {
        return folder.maxNewTokens() != null ? folder.maxNewTokens() : DEFAULT_MAX_TOKENS;
    }

    private static Draw draw(Sampling sampling, int[] prompt) {
        double temperature = sampling.temperature() == null ? 0 : sampling.temperature();
        double topP = sampling.topP() == null ? 1 : sampling.topP();
        long seed = sampling.seed() == null ? 0 : sampling.seed();
        return new Draw(temperature, topP, CounterRandom.of(seed, prompt));
    }

    @Override
    public String describe() {
        return "%s on ONNX Runtime, %s"
                .formatted(folder.folder().getFileName(), execution.describe());
    }

    @Override
    public void close() {
        engine.close();
        prompts.close();
    }
}
