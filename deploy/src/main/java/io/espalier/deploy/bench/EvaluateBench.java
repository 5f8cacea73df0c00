package io.espalier.deploy.bench;

import io.espalier.deploy.bench.EvaluateReport.Row;
import io.espalier.worker.provider.ModelPlaces;
import io.espalier.worker.provider.Providers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures the evaluation of one program over many examples against synthlm: Espalier beside DSPy's
 * Evaluate and bare HTTP clients. Contestants take turns within each round, so that other load on
 * the machine meets all of them; figures are medians over rounds.
 */
public final class EvaluateBench {

    /**
     * @param latencies of the server, milliseconds per call
     * @param warmUps turns that go before for contestants on the JVM, which compiles what it has
     *     seen often; the others need one
     * @param rounds that count
     * @param concurrency calls under way at once, of all but DSPy
     * @param dspyThreads numbers of threads of DSPy's Evaluate; empty to leave DSPy out
     */
    public record Options(
            int examples,
            List<Integer> latencies,
            int warmUps,
            int rounds,
            int concurrency,
            List<Integer> dspyThreads) {}

    /** One run over all examples. */
    private interface Runner {
        Turn turn(SynthServer server) throws Exception;
    }

    private record Contestant(
            String name, int threads, int warmUps, Runner runner, List<Turn> turns) {
        Contestant(String name, int threads, int warmUps, Runner runner) {
            this(name, threads, warmUps, runner, new ArrayList<>());
        }
    }

    private final Options options;
    private final Consumer<String> progress;
    private final Checkout checkout;
    private final Path python;
    private final Path folder;

    private EvaluateBench(
            Options options, Consumer<String> progress, Checkout checkout, Path folder) {
        this.options = options;
        this.progress = progress;
        this.checkout = checkout;
        this.python = checkout.python();
        this.folder = folder;
    }

    /**
     * @param progress told of each step, for people
     */
    public static EvaluateReport run(Options options, Consumer<String> progress) throws Exception {
        var checkout = Checkout.find();
        var folder = Files.createTempDirectory("espalier-bench");
        try {
            return new EvaluateBench(options, progress, checkout, folder).run();
        } finally {
            delete(folder);
        }
    }

    private EvaluateReport run() throws Exception {
        var task = IntentTask.make(checkout, python, folder, options.examples());
        task.writeRows(folder.resolve("rows.jsonl"));
        var bodies = task.bodies(IntentTask.model("http://127.0.0.1:1/v1", 1));
        IntentTask.write(bodies, folder.resolve("bodies.jsonl"));
        var rows = new ArrayList<Row>();
        try (var node = new NodeSide(folder);
                var bare = new BareClient();
                var pythonBare = peer("bare", "bodies.jsonl");
                var dspy = peer("dspy", "rows.jsonl")) {
            var cold = true;
            for (var latency : options.latencies()) {
                var contestants = contestants(task, bodies, node, bare, pythonBare, dspy);
                try (var server = SynthServer.start(checkout, python, latency)) {
                    measure(contestants, server, latency, cold);
                }
                cold = false;
                contestants.forEach(
                        who -> rows.add(new Row(who.name(), latency, who.threads(), who.turns())));
            }
        }
        return new EvaluateReport(options.examples(), rows);
    }

    private Peer peer(String kind, String work) throws IOException {
        return new Peer(checkout, python, kind, folder.resolve(work));
    }

    private List<Contestant> contestants(
            IntentTask task,
            List<byte[]> bodies,
            NodeSide node,
            BareClient bare,
            Peer pythonBare,
            Peer dspy) {
        int threads = options.concurrency();
        var all = new ArrayList<Contestant>();
        all.add(
                new Contestant(
                        EvaluateReport.ESPALIER,
                        threads,
                        options.warmUps(),
                        server -> inProcess(task, server)));
        all.add(
                new Contestant(
                        EvaluateReport.NODE,
                        threads,
                        options.warmUps(),
                        server -> {
                            var study = node.study(server.url(), threads);
                            return Turn.of(server, () -> node.run(study));
                        }));
        all.add(
                new Contestant(
                        EvaluateReport.BARE_JAVA,
                        threads,
                        options.warmUps(),
                        server -> Turn.of(server, () -> bare.send(bodies, server.url(), threads))));
        all.add(
                new Contestant(
                        EvaluateReport.BARE_PYTHON,
                        threads,
                        1,
                        server -> pythonBare.turn(server, threads)));
        for (var own : options.dspyThreads()) {
            all.add(new Contestant(EvaluateReport.DSPY, own, 1, server -> dspy.turn(server, own)));
        }
        return all;
    }

    private Turn inProcess(IntentTask task, SynthServer server) throws Exception {
        var spec = IntentTask.model(server.url(), options.concurrency());
        try (var model = Providers.found(ModelPlaces.ofEnvironment()).open(spec)) {
            return Turn.of(server, () -> task.evaluate(model));
        }
    }

    private void measure(
            List<Contestant> contestants, SynthServer server, int latency, boolean cold)
            throws Exception {
        progress.accept(latency + " ms latency, warming up");
        for (var who : contestants) {
            for (int i = 0; i < (cold ? who.warmUps() : 1); i++) turn(who, server);
        }
        for (int round = 1; round <= options.rounds(); round++) {
            progress.accept(
                    "%d ms latency, round %d of %d".formatted(latency, round, options.rounds()));
            for (var who : contestants) who.turns().add(turn(who, server));
        }
    }

    private Turn turn(Contestant who, SynthServer server) throws Exception {
        var turn = who.runner().turn(server);
        progress.accept(
                "  %-22s %2d: %7.1f calls/s, %.3f ms CPU a call"
                        .formatted(
                                who.name(), who.threads(), turn.rate(), turn.cpuMillisPerCall()));
        return turn;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
