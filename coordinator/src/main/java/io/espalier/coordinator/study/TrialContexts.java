package io.espalier.coordinator.study;

import com.google.protobuf.ByteString;
import io.espalier.cluster.v1.TrialContext;
import io.espalier.optimizers.spec.StudySpec;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.json.Json;
import java.util.Locale;

/** What the jobs of a trial share, as it travels. */
final class TrialContexts {
    private TrialContexts() {}

    /**
     * @param program canonical JSON of its document
     */
    static TrialContext of(
            String study, StudySpec spec, String program, Job.Role role, boolean scored) {
        var context =
                TrialContext.newBuilder()
                        .setStudy(study)
                        .setProgram(ByteString.copyFromUtf8(program))
                        .setModels(ByteString.copyFromUtf8(Json.canonical(spec.models().specs())))
                        .setAdapter(spec.adapter())
                        .setRole(role.name().toLowerCase(Locale.ROOT))
                        .setScored(scored)
                        .setRemember(true);
        if (scored) {
            var metric = Json.canonical(spec.metric().document());
            context.setMetric(ByteString.copyFromUtf8(metric));
        }
        var framing = spec.framing();
        if (framing != null) context.setFraming(ByteString.copyFromUtf8(Json.canonical(framing)));
        return context.build();
    }
}
