package io.espalier.deploy.bench;

import io.espalier.deploy.bench.EvaluateReport.Row;
import io.espalier.worker.provider.ModelPlaces;
import io.espalier.worker.provider.Providers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Measures the evaluation of one program over many examples against synthlm: Espalier beside DSPy's
 * Evaluate and bare HTTP clients. Contestants take turns within each round, so that other load on
 * the machine meets all of them; figures are medians over rounds.
 */
public final class EvaluateBench {

    /** The JVM compiles what it has seen often: its contestants warm up by this many turns. */
    private static final int JVM_WARM_UPS = 15;

    /**
     * @param latencies of the server, milliseconds per call
     * @param rounds that count; one more goes before, for warming up
     * @param concurrency calls under way at once, of all but DSPy
     * @param dspyThreads numbers of threads of DSPy's Evaluate; empty to leave DSPy out
     */
    public record Options(
            int examples,
            List<Integer> latencies,
            int rounds,
            int concurrency,
            List<Integer> dspyThreads) {}

    private record Contestant(String name, int threads) {}

    private final Options options;
    private final Consumer<String> progress;
    private final Map<Contestant, List<Turn>> turns = new LinkedHashMap<>();

    private EvaluateBench(Options options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * @param progress told of each step, for people
     */
    public static EvaluateReport run(Options options, Consumer<String> progress) throws Exception {
        var checkout = Checkout.find();
        var python = checkout.python();
        var folder = Files.createTempDirectory("espalier-bench");
        try {
            return new EvaluateBench(options, progress).run(checkout, python, folder);
        } finally {
            delete(folder);
        }
    }

    private EvaluateReport run(Checkout checkout, Path python, Path folder) throws Exception {
        var task = IntentTask.make(checkout, python, folder, options.examples());
        task.writeRows(folder.resolve("rows.jsonl"));
        var bodies = task.bodies(IntentTask.model("http://127.0.0.1:1/v1", 1));
        IntentTask.write(bodies, folder.resolve("bodies.jsonl"));
        var rows = new ArrayList<Row>();
        for (var latency : options.latencies()) {
            turns.clear();
            try (var server = SynthServer.start(checkout, python, latency);
                    var bare = new BareClient();
                    var bareOfPython =
                            new Peer(checkout, python, "bare", folder.resolve("bodies.jsonl"));
                    var dspy = new Peer(checkout, python, "dspy", folder.resolve("rows.jsonl"))) {
                for (int round = 0; round <= options.rounds(); round++) {
                    var counts = round > 0;
                    progress.accept(
                            "%d ms latency, %s"
                                    .formatted(
                                            latency,
                                            counts
                                                    ? "round " + round + " of " + options.rounds()
                                                    : "warming up"));
                    round(server, task, bodies, bare, bareOfPython, dspy, counts);
                }
            }
            turns.forEach((who, own) -> rows.add(new Row(who.name(), latency, who.threads(), own)));
        }
        return new EvaluateReport(options.examples(), rows);
    }

    private void round(
            SynthServer server,
            IntentTask task,
            List<byte[]> bodies,
            BareClient bare,
            Peer bareOfPython,
            Peer dspy,
            boolean counts)
            throws Exception {
        int threads = options.concurrency();
        var espalier = new Contestant(EvaluateReport.ESPALIER, threads);
        var spec = IntentTask.model(server.url(), threads);
        try (var model = Providers.found(ModelPlaces.ofEnvironment()).open(spec)) {
            for (int i = 0; i < (counts ? 1 : JVM_WARM_UPS); i++) {
                note(counts, espalier, Turn.of(server, () -> task.evaluate(model)));
            }
        }
        for (int i = 0; i < (counts ? 1 : JVM_WARM_UPS); i++) {
            note(
                    counts,
                    new Contestant(EvaluateReport.BARE_JAVA, threads),
                    Turn.of(server, () -> bare.send(bodies, server.url(), threads)));
        }
        note(
                counts,
                new Contestant(EvaluateReport.BARE_PYTHON, threads),
                turn(server, bareOfPython, threads));
        for (var own : options.dspyThreads()) {
            note(counts, new Contestant(EvaluateReport.DSPY, own), turn(server, dspy, own));
        }
    }

    private static Turn turn(SynthServer server, Peer peer, int threads) throws IOException {
        var before = server.requests();
        JsonNode answer = peer.turn(server.url(), threads);
        return new Turn(
                server.requests() - before,
                answer.path("seconds").asDouble(),
                answer.path("cpu_seconds").asDouble());
    }

    private void note(boolean counts, Contestant who, Turn turn) {
        progress.accept(
                "  %-28s %2d: %7.1f calls/s, %.3f ms CPU a call"
                        .formatted(
                                who.name(), who.threads(), turn.rate(), turn.cpuMillisPerCall()));
        if (counts) turns.computeIfAbsent(who, _ -> new ArrayList<>()).add(turn);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
