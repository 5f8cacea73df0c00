package io.espalier.coordinator.api;

import io.espalier.coordinator.store.Candidates;
import io.espalier.coordinator.store.Programs;
import io.espalier.coordinator.study.CandidatePrograms;
import io.espalier.signatures.document.Spelling;
import io.espalier.v1.Release;
import io.espalier.v1.Study;
import io.espalier.v1.StudyCandidate;
import io.espalier.v1.StudySpec;
import java.util.List;

/** Makes releases of what studies tried. */
final class Picks {
    private final Candidates candidates;
    private final CandidatePrograms candidatePrograms;
    private final Programs programs;

    Picks(Candidates candidates, CandidatePrograms candidatePrograms, Programs programs) {
        this.candidates = candidates;
        this.candidatePrograms = candidatePrograms;
        this.programs = programs;
    }

    /**
     * @param label the newest candidate's of those that have it
     * @throws ApiException where the study has no such candidate
     */
    Release pick(Study study, String label, StudySpec spec) {
        if (label.isBlank()) {
            throw ApiException.wrong("candidate", "is empty; give a candidate's label");
        }
        var history =
                candidates.list(study.getStudy()).stream().map(k -> k.getCandidate()).toList();
        var picked =
                history.stream()
                        .filter(c -> c.getLabel().equals(label.strip()))
                        .reduce((earlier, later) -> later)
                        .orElseThrow(() -> unknown(study, label, history));
        var program = candidatePrograms.of(study.getStudy(), spec, history, picked);
        return ProgramImports.release(programs.pick(study.getStudy(), study.getName(), program));
    }

    private static ApiException unknown(Study study, String label, List<StudyCandidate> history) {
        var labels = history.stream().map(StudyCandidate::getLabel).distinct().toList();
        return ApiException.notFound(
                "study "
                        + study.getStudy()
                        + " has no candidate '"
                        + label
                        + "'"
                        + Spelling.suggestion(label, labels)
                        + " ("
                        + (labels.isEmpty() ? "none yet" : labels.size() + " are in its history")
                        + ")");
    }
}
