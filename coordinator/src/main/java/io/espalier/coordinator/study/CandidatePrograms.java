package io.espalier.coordinator.study;

import io.espalier.coordinator.journal.Database;
import io.espalier.coordinator.wire.Structs;
import io.espalier.coordinator.wire.StudyDocuments;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramState;
import io.espalier.v1.OptimizedProgram;
import io.espalier.v1.StudyCandidate;
import io.espalier.v1.StudyEvent.CandidateScored;
import io.espalier.v1.StudySpec;
import java.util.List;
import java.util.Optional;

/** Candidates of studies as programs of their own, whether they became the result or not. */
public final class CandidatePrograms {
    private final StudyDocuments documents;
    private final StudyJournals journals;

    public CandidatePrograms(StudyDocuments documents, Database database) {
        this.documents = documents;
        this.journals = new StudyJournals(database);
    }

    /**
     * @param submitted the study's specification
     * @param history all of its candidates, {@code picked} among them
     * @throws IllegalArgumentException for a specification that this version cannot read any more
     */
    public OptimizedProgram of(
            String study,
            StudySpec submitted,
            List<StudyCandidate> history,
            StudyCandidate picked) {
        var reading = documents.read(submitted);
        var spec = reading.spec();
        if (spec == null) {
            throw new IllegalArgumentException(
                    "the specification of study "
                            + study
                            + " is no longer valid: "
                            + reading.violations());
        }
        var state = ProgramState.of(Structs.json(picked.getState()));
        var example = spec.input().validation().getFirst();
        var job = Job.evaluate(spec.program(), state, example);
        return ResultPrograms.of(
                study,
                spec,
                state,
                history.stream().map(one -> lineage(one, picked)).toList(),
                outcome(study, job.id(spec.surroundings().of(job))));
    }

    private static CandidateScored lineage(StudyCandidate candidate, StudyCandidate picked) {
        var scored =
                CandidateScored.newBuilder()
                        .setLabel(candidate.getLabel())
                        .setRationale(candidate.getRationale())
                        .addAllParents(candidate.getParentsList())
                        .setBest(candidate.equals(picked));
        if (candidate.hasScore()) scored.setValidation(candidate.getScore());
        return scored.build();
    }

    private Optional<Outcome> outcome(String study, String job) {
        return Optional.ofNullable(journals.outcomes(study).get(job)).map(StudyRecord::unpack);
    }
}
