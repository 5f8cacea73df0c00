package io.espalier.deploy.bench.quality;

import io.espalier.deploy.bench.Checkout;
import io.espalier.deploy.study.StudyFile;
import io.espalier.optimizers.Budget;
import io.espalier.optimizers.spec.FramingResolver;
import io.espalier.signatures.document.Document;
import io.espalier.signatures.json.Json;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** The study that a user would write for a run of Espalier's side. */
record StudyDocument(Checkout checkout, Path python) {
    private static final int MOST_TOKENS = 1000;

    /**
     * Checked as a study file is. It has no test data: they are scored apart from the study, so
     * that the server's counts are those of the optimizer.
     *
     * @param data folder with the sets
     * @param server address of the endpoint
     */
    StudyFile study(Run run, Path data, String server, Budget.Limits budget) {
        var file = data.resolve("study.yaml");
        var document = Document.withoutLines(document(run, server, budget));
        return StudyFile.read(file, document, FramingResolver.NONE);
    }

    private ObjectNode document(Run run, String server, Budget.Limits budget) {
        var study = Json.object().put("version", 1).put("name", "quality-" + run.task().label());
        study.set("program", run.task().program(server));
        study.putObject("data").put("train", "train.jsonl").put("validation", "val.jsonl");
        var metric =
                study.putObject("metric")
                        .putArray("command")
                        .add(python.toString())
                        .add(checkout.script("synthlm_metric.py").toString())
                        .add(run.task().label())
                        .add(String.valueOf(run.world()));
        if (run.feedback()) metric.add("--feedback");
        study.set("optimizer", OptimizerName.document(run.optimizer()));
        study.putObject("models")
                .putObject("task")
                .put("provider", "openai")
                .put("url", server + "/v1")
                .put("model", "synthlm")
                .put("temperature", 0)
                .put("max-tokens", MOST_TOKENS)
                .put("concurrency", run.concurrency());
        var limits = study.putObject("budget");
        if (budget.metricCalls() != null) limits.put("metric-calls", budget.metricCalls());
        if (budget.modelCalls() != null) limits.put("model-calls", budget.modelCalls());
        if (budget.tokens() != null) limits.put("tokens", budget.tokens());
        study.put("reuse", false); // each run pays for all that it finds
        return study.put("seed", run.seed());
    }
}
