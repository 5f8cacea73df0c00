package io.espalier.deploy.bench.quality;

import com.sun.management.OperatingSystemMXBean;
import io.espalier.deploy.bench.Checkout;
import io.espalier.deploy.bench.SynthServer;
import io.espalier.deploy.bench.quality.Engine.Learned;
import io.espalier.deploy.study.StudyFile;
import io.espalier.optimizers.Budget;
import io.espalier.optimizers.catalog.Faults;
import io.espalier.optimizers.spec.FileData;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Espalier's runs. */
final class EspalierSide implements AutoCloseable {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Checkout checkout;
    private final Path python;
    private final Path folder;
    private final InProcess inProcess = new InProcess();
    private final Engine engine;

    /**
     * @param folder for rows, and the node's home
     * @param node whether studies go over a node
     */
    EspalierSide(Checkout checkout, Path python, Path folder, boolean node) {
        this.checkout = checkout;
        this.python = python;
        this.folder = folder;
        this.engine = node ? new OnNode(folder.resolve("home")) : inProcess;
    }

    /**
     * The run's line after its {@linkplain Run#json first members}. Calls and tokens are what the
     * server counted while the study ran; the scoring of test rows comes after.
     */
    ObjectNode run(Run run, SynthServer server, Budget.Limits budget) throws Exception {
        var data = SynthData.write(checkout, python, folder, run);
        var study = new StudyDocument(checkout, python).study(run, data, server.address(), budget);
        server.reset();
        long cpu = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        var learned = engine.run(study);
        double seconds = (System.nanoTime() - start) * 1e-9;
        double cpuSeconds = (PROCESS.getProcessCpuTime() - cpu) * 1e-9;
        var spent = server.stats();
        double test = inProcess.score(study, learned.state(), test(study, data));
        var line =
                Json.object()
                        .put("test", rounded(test, 5))
                        .put("model_calls", spent.requests())
                        .put("proposer_calls", spent.proposals())
                        .put("prompt_tokens", spent.promptTokens())
                        .put("cached_tokens", spent.cachedTokens())
                        .put("completion_tokens", spent.completionTokens())
                        .put("metric_calls", learned.metricCalls())
                        .put("seconds", rounded(seconds, 3))
                        .put("cpu_seconds", rounded(cpuSeconds, 3))
                        .put("ending", learned.ending());
        if (budget.metricCalls() != null) line.put("budget_metric_calls", budget.metricCalls());
        if (budget.modelCalls() != null) line.put("budget_model_calls", budget.modelCalls());
        if (budget.tokens() != null) line.put("budget_tokens", budget.tokens());
        describe(study, learned, line);
        return line;
    }

    private static List<Example> test(StudyFile study, Path data) {
        Faults never =
                (field, message) -> {
                    throw new IllegalStateException(field + ": " + message);
                };
        var signature = study.spec().program().signature();
        var set = new FileData(data).resolve("test.jsonl", signature, "test", never);
        return set == null ? List.of() : set.examples();
    }

    private static void describe(StudyFile study, Learned learned, ObjectNode line) {
        var demos = line.putArray("demos");
        var instructions = line.putArray("instructions");
        var all =
                learned.state().isEnsemble() ? learned.state().members() : List.of(learned.state());
        for (var state : all) {
            for (var predictor : study.spec().program().predictors()) {
                var own = state.of(predictor.path());
                demos.add(own.demos().size());
                instructions.add(predictor.signature(own).instruction());
            }
        }
    }

    private static double rounded(double value, int digits) {
        var scale = Math.pow(10, digits);
        return Math.round(value * scale) / scale;
    }

    @Override
    public void close() {
        engine.close();
    }
}
