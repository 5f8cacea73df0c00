package io.espalier.optimizers.knn;

import io.espalier.optimizers.Study;
import io.espalier.optimizers.StudyStopped;
import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.program.DemoVectors;
import io.espalier.signatures.program.EmbedProgram;
import io.espalier.signatures.program.NearestDemos;
import io.espalier.signatures.program.ProgramState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Has vectors of demos made, one job per text. */
final class Embedder {
    private final Study study;
    private final String model;
    private final Map<String, String> known = new HashMap<>();

    /**
     * @param model the embedding model's name at the task's endpoint
     * @throws StudyStopped when it gives no vectors: before anything else is paid for
     */
    Embedder(Study study, String model) {
        this.study = study;
        this.model = model;
        embed(List.of("check"));
    }

    DemoPool embedded(DemoPool pool) {
        var signature = pool.predictor().signature();
        var texts =
                pool.demos().stream()
                        .map(demo -> NearestDemos.text(signature, demo.values()))
                        .toList();
        embed(texts);
        return pool.withVectors(new DemoVectors(model, texts.stream().map(known::get).toList()));
    }

    private void embed(List<String> texts) {
        var fresh = texts.stream().filter(t -> !known.containsKey(t)).distinct().toList();
        var outcomes = study.run(fresh.stream().map(this::job).toList());
        for (int i = 0; i < fresh.size(); i++) known.put(fresh.get(i), vector(outcomes.get(i)));
    }

    private Job job(String text) {
        return new Job(
                new EmbedProgram(model),
                ProgramState.EMPTY,
                Example.of(Fields.of(EmbedProgram.TEXT, text)),
                Rollout.PLAIN,
                Job.Role.TASK,
                false);
    }

    private String vector(Outcome outcome) {
        var written = outcome.prediction();
        if (written != null) return written.text(EmbedProgram.VECTOR);
        var failure = outcome.failure();
        throw new StudyStopped(
                "knn-few-shot: '"
                        + model
                        + "' gives no vectors: "
                        + (failure == null ? "no answer" : failure.message()));
    }
}
