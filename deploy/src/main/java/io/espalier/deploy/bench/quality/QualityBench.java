package io.espalier.deploy.bench.quality;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.bench.Checkout;
import io.espalier.deploy.bench.SynthServer;
import io.espalier.optimizers.Budget;
import io.espalier.signatures.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Has every run done that has no line yet, world by world. Where DSPy has the same optimizer its
 * run comes first, and Espalier's gets as many metric calls as that one made, or a share of them.
 */
public final class QualityBench implements AutoCloseable {
    private static final String LINES = "quality.jsonl";
    private static final String PAGE = "quality.md";
    private static final Budget.Limits WARM_UP = new Budget.Limits(1000L, null, null, null, null);

    private final QualityOptions options;
    private final Consumer<String> progress;
    private final Checkout checkout;
    private final Path python;
    private final Path folder;
    private final EspalierSide espalier;
    private final @Nullable DspySide dspy;
    private final RunsFile lines;
    private boolean warm;

    private QualityBench(QualityOptions options, Consumer<String> progress, Path folder)
            throws IOException {
        this.options = options;
        this.progress = progress;
        this.checkout = Checkout.find();
        this.python = checkout.python();
        this.folder = folder;
        this.lines = lines(options);
        this.espalier = new EspalierSide(checkout, python, folder, options.node());
        this.dspy = options.peers() ? new DspySide(checkout, python) : null;
    }

    /**
     * @param progress told of each run, for people
     * @return on these runs and those whose lines were kept
     * @throws CommandFailure when the options ask for what cannot be run
     */
    public static QualityReport run(QualityOptions options, Consumer<String> progress)
            throws Exception {
        var faults = QualityFaults.of(options);
        if (!faults.isEmpty()) throw CommandFailure.usage("USAGE", String.join("; ", faults));
        var folder = Files.createTempDirectory("espalier-quality");
        try (var bench = new QualityBench(options, progress, folder)) {
            bench.run();
            var report = new QualityReport(bench.lines.of(options));
            bench.write(report);
            return report;
        } finally {
            delete(folder);
        }
    }

    private void write(QualityReport report) throws IOException, InterruptedException {
        var out = options.out();
        if (out == null) return;
        var head =
                "Made by `%s` at commit %s on %s, %d cores.%n%n"
                        .formatted(
                                options.command(),
                                checkout.commit(),
                                System.getProperty("os.name"),
                                Runtime.getRuntime().availableProcessors());
        GeneratedPart.write(out.resolve(PAGE), head + report.markdown());
    }

    private static RunsFile lines(QualityOptions options) throws IOException {
        var out = options.out();
        if (out != null) Files.createDirectories(out);
        var file = out == null ? null : out.resolve(LINES);
        var lines = new RunsFile(file);
        if (options.resume()) lines.resume();
        else if (file != null) Files.deleteIfExists(file);
        if (options.peerLines() != null) lines.peers(options.peerLines());
        return lines;
    }

    private void run() throws Exception {
        for (int world : options.worlds()) {
            try (var server = SynthServer.start(checkout, python, world, options.latency())) {
                var runs = options.runs(world);
                if (options.latency() > 0) warmUp(runs, server);
                for (var run : runs) {
                    for (var peer : options.peers(run)) dspy(peer, server);
                    espalier(run, server);
                }
            }
        }
    }

    /**
     * Where wall times count, the first run is done once beforehand: the time that a JVM takes to
     * compile is a start-up cost, as are Python's imports, which DSPy's times leave out.
     */
    private void warmUp(List<Run> runs, SynthServer server) throws Exception {
        if (warm) return;
        warm = true;
        var missing = runs.stream().filter(run -> !lines.has(run)).findFirst();
        if (missing.isPresent()) line(missing.get(), server, WARM_UP);
    }

    private void dspy(Run run, SynthServer server) throws IOException {
        if (dspy != null && !lines.has(run)) keep(run, dspy.run(run, server));
    }

    private void espalier(Run run, SynthServer server) throws Exception {
        if (lines.has(run)) return;
        if (run.share() != 1 && !limits(peer(run), run)) {
            progress.accept(run + "  left out: DSPy's made too few to share");
            return;
        }
        keep(run, line(run, server, budget(run)));
    }

    private ObjectNode line(Run run, SynthServer server, Budget.Limits budget) throws Exception {
        try {
            return espalier.run(run, server, budget);
        } catch (CommandFailure e) {
            return failed(sentence(e));
        } catch (IllegalStateException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private static String sentence(CommandFailure failure) {
        var faults = failure.violations().stream().map(v -> v.field() + ": " + v.message());
        return Stream.concat(Stream.of(String.valueOf(failure.getMessage())), faults)
                .collect(Collectors.joining("; "));
    }

    /** The other runs go on; {@code --resume} tries this one again. */
    private static ObjectNode failed(String why) {
        return Json.object().put("error", why);
    }

    /**
     * DSPy's cheapest optimizers score nothing on validation data, where Espalier always scores the
     * program before and after: an equal budget would only forbid that.
     */
    private Budget.Limits budget(Run run) {
        var peer = peer(run);
        var most = options.most();
        return limits(peer, run) ? most.limits(peer, run.share()) : most.limits();
    }

    private JsonNode peer(Run run) {
        return lines.peer(run).orElse(Json.object());
    }

    private static boolean limits(JsonNode peer, Run run) {
        return peer.path("metric_calls").asLong(0) >= 2L * run.sizes().validation();
    }

    private void keep(Run run, ObjectNode line) throws IOException {
        var whole = run.json();
        whole.setAll(line);
        lines.add(run, whole);
        progress.accept(run + "  " + words(whole));
    }

    private static String words(JsonNode line) {
        if (line.has("error")) return "failed: " + line.path("error").asString();
        return "test %.1f %%, %d metric calls, %d model calls, %.1f s"
                .formatted(
                        100 * line.path("test").asDouble(),
                        line.path("metric_calls").asLong(),
                        line.path("model_calls").asLong(),
                        line.path("seconds").asDouble());
    }

    @Override
    public void close() throws IOException {
        espalier.close();
        if (dspy != null) dspy.close();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
