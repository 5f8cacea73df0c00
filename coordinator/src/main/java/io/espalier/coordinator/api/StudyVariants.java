package io.espalier.coordinator.api;

import io.espalier.cluster.v1.ResumeStudy;
import io.espalier.cluster.v1.SubmitStudy;
import io.espalier.coordinator.wire.SpecChanges;
import io.espalier.coordinator.wire.SpecMessage;
import io.espalier.coordinator.wire.Structs;
import io.espalier.coordinator.wire.StudyDocuments;
import io.espalier.optimizers.spec.StudySpec;
import io.espalier.signatures.document.Violation;
import io.espalier.v1.BudgetSpec;
import io.espalier.v1.ForkStudyRequest;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Specifications made from a study's own: a fork's, and one with a larger budget. */
final class StudyVariants {
    private final StudyDocuments documents;

    StudyVariants(StudyDocuments documents) {
        this.documents = documents;
    }

    /**
     * @param original the specification of the study that is forked
     * @throws ApiException with every fault of the changes, or of what they lead to
     */
    SubmitStudy.Builder fork(
            ForkStudyRequest request, String study, io.espalier.v1.StudySpec original) {
        var document = StudyDocuments.document(request.hasSpec() ? request.getSpec() : original);
        // A study that kept to itself is forked for its results.
        if (!request.hasSpec()) document.remove("reuse");
        var changes = new SpecChanges(document);
        for (var change : request.getChangesList()) {
            changes.set(change.getPath(), Structs.json(change.getValue()));
        }
        if (!changes.faults().isEmpty()) throw invalid(changes.faults());
        var spec = read(changes.document());
        return SubmitStudy.newBuilder()
                .setSpec(SpecMessage.of(spec))
                .setSpecHash(spec.hash())
                .setForkedFrom(study);
    }

    /**
     * @param limits in place of the study's; absent ones stay
     * @throws ApiException for a limit that is not larger
     */
    ResumeStudy raised(BudgetSpec limits, io.espalier.v1.StudySpec original) {
        var document = StudyDocuments.document(original);
        var now = document.path("budget");
        var asked = StudyDocuments.budget(limits);
        var faults = new ArrayList<Violation>();
        for (var limit : asked.properties()) {
            var name = limit.getKey();
            if (!now.has(name)) {
                var message = "the study has no such limit, so there is nothing to raise";
                faults.add(new Violation("budget." + name, null, message));
            } else if (limit.getValue().doubleValue() <= now.get(name).doubleValue()) {
                var message =
                        limit.getValue()
                                + " is not more than the "
                                + now.get(name)
                                + " that the study has";
                faults.add(new Violation("budget." + name, null, message));
            }
        }
        if (asked.isEmpty()) {
            faults.add(new Violation("budget", null, "names no limit"));
        }
        if (!faults.isEmpty()) throw invalid(faults);
        ((ObjectNode) now).setAll(asked);
        var spec = read(document);
        return ResumeStudy.newBuilder()
                .setBudget(SpecMessage.of(spec).getBudget())
                .setSpecHash(spec.hash())
                .build();
    }

    private StudySpec read(ObjectNode document) {
        var reading = documents.read(document);
        var spec = reading.spec();
        if (spec == null) throw invalid(reading.violations());
        return spec;
    }

    private static ApiException invalid(List<Violation> faults) {
        return ApiException.invalid("INVALID_STUDY", "the study", faults);
    }
}
