package io.espalier.worker.trial;

import com.google.protobuf.ByteString;
import io.espalier.cluster.v1.RunTrial;
import io.espalier.cluster.v1.TrialContext;
import io.espalier.cluster.v1.TrialJob;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.job.OutcomeJson;
import io.espalier.signatures.json.Json;
import java.util.function.UnaryOperator;

/** Trials as a coordinator would send them: one predictor that finds the team for a ticket. */
final class Trials {
    static final String PROGRAM =
            """
            {"module": "predict", "signature": "ticket: str -> team: str", "instruction": "Answer."}\
            """;
    static final String SCRIPTED =
            """
            {"task": {"provider": "scripted", "model": "task"}, "reflection": {"provider": "scripted", "model": "judge"}}\
            """;

    private Trials() {}

    static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    /** One scored job, exact match, on the scripted provider. */
    static RunTrial trial(UnaryOperator<TrialContext.Builder> change) {
        var context =
                TrialContext.newBuilder()
                        .setStudy("s1")
                        .setProgram(bytes(PROGRAM))
                        .setMetric(bytes("\"exact\""))
                        .setModels(bytes(SCRIPTED))
                        .setAdapter("chat")
                        .setRole("task")
                        .setScored(true);
        return RunTrial.newBuilder()
                .setTrial("3/a")
                .setContext(change.apply(context))
                .setState(bytes("{}"))
                .addJobs(job("{\"ticket\": \"my bill is wrong\", \"team\": \"billing\"}"))
                .build();
    }

    static TrialJob job(String example) {
        return TrialJob.newBuilder()
                .setJob("j1")
                .setExampleId("e1")
                .setExample(bytes(example))
                .build();
    }

    /** The trial's one job, done by {@code bench}. */
    static Outcome run(Workbench bench, RunTrial trial) {
        var result = bench.run(trial, trial.getJobs(0));
        return OutcomeJson.read(Json.parse(result.getOutcome().toStringUtf8()));
    }
}
