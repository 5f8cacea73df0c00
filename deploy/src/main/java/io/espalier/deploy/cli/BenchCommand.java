package io.espalier.deploy.cli;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.bench.EvaluateBench;
import io.espalier.deploy.bench.OnnxBench;
import io.espalier.deploy.print.Output;
import io.espalier.signatures.json.Json;
import io.espalier.worker.provider.ModelPlaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Measures Espalier beside its peers, from a clone of the project. */
@Command(
        name = "bench",
        description = "Espalier beside its peers on this machine; needs a clone and Python.")
final class BenchCommand extends EspalierSubcommand {
    /** What can be measured. */
    enum What {
        EVALUATE,
        ONNX
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "WHAT",
            description =
                    "evaluate: one program over many examples on a remote endpoint, beside DSPy and bare HTTP clients; onnx: the embedded model beside a plain Python loop; or quality, which has options of its own.")
    @Nullable What what;

    @Option(names = "--examples", defaultValue = "800", description = "Examples (default: 800).")
    int examples = 800;

    @Option(
            names = "--latency",
            split = ",",
            defaultValue = "0,50",
            paramLabel = "MS",
            description = "Latencies of the endpoint (default: 0,50).")
    List<Integer> latencies = List.of(0, 50);

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "The model folder for onnx (default: the embedded model).")
    @Nullable Path model;

    @Option(
            names = "--warm-ups",
            paramLabel = "N",
            description =
                    "Passes on the JVM before anything counts (default: 25 for evaluate, 4 for onnx).")
    @Nullable Integer warmUps;

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds (default: 3).")
    int rounds = 3;

    @Option(
            names = "--concurrency",
            defaultValue = "32",
            description = "Calls under way at once (default: 32).")
    int concurrency = 32;

    @Option(
            names = "--dspy-threads",
            split = ",",
            defaultValue = "8,32",
            paramLabel = "N",
            description = "Threads of dspy.Evaluate (default: 8,32; 0 leaves it out).")
    List<Integer> dspyThreads = List.of(8, 32);

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the figures as JSON, too; else nothing is written.")
    @Nullable Path out;

    BenchCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    List<EspalierSubcommand> parts() {
        return List.of(new BenchQualityCommand(options, output));
    }

    @Override
    int run() {
        try {
            switch (what) {
                case null ->
                        throw CommandFailure.usage(
                                "USAGE", "what? bench evaluate, bench onnx or bench quality");
                case EVALUATE -> evaluate();
                case ONNX -> onnx();
            }
            return 0;
        } catch (CommandFailure failure) {
            throw failure;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("INTERRUPTED", "the benchmark was interrupted");
        } catch (Exception e) {
            throw CommandFailure.environment("BENCH", "the benchmark failed: " + e, e);
        }
    }

    private void evaluate() throws Exception {
        var threads = dspyThreads.stream().filter(n -> n > 0).toList();
        var report =
                EvaluateBench.run(
                        new EvaluateBench.Options(
                                examples,
                                latencies,
                                warmUps == null ? 25 : warmUps,
                                rounds,
                                concurrency,
                                threads),
                        output::note);
        answer(report.json(), report.text());
    }

    private void onnx() throws Exception {
        var folder = model == null ? ModelPlaces.ofEnvironment().embedded() : model;
        var report = OnnxBench.run(folder, warmUps == null ? 4 : warmUps, rounds, output::note);
        answer(report.json(), report.text());
    }

    private void answer(JsonNode node, String text) throws IOException {
        if (out != null) Files.writeString(out, Json.write(node) + "\n");
        output.answer(node, text);
    }
}
