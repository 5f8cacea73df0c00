package io.espalier.coordinator.schedule;

import com.google.protobuf.ByteString;
import io.espalier.cluster.v1.JobResult;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Failure;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.job.OutcomeJson;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Usage;
import java.util.List;

/** Results that the scheduler makes itself, because no worker did. */
final class Outcomes {
    private Outcomes() {}

    static JobResult failed(String job, Blame blame, String message) {
        var outcome = new Outcome(null, null, List.of(), Usage.NONE, new Failure(blame, message));
        return JobResult.newBuilder()
                .setJob(job)
                .setOutcome(ByteString.copyFromUtf8(Json.write(OutcomeJson.write(outcome))))
                .build();
    }
}
