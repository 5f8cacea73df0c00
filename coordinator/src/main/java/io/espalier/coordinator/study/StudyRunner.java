package io.espalier.coordinator.study;

import com.google.protobuf.ByteString;
import io.espalier.cluster.v1.CandidateReported;
import io.espalier.cluster.v1.NoteTaken;
import io.espalier.cluster.v1.PhaseEntered;
import io.espalier.cluster.v1.StudyJournalEvent;
import io.espalier.coordinator.journal.JournalException;
import io.espalier.coordinator.store.Candidates;
import io.espalier.coordinator.store.Programs;
import io.espalier.coordinator.wire.StudyDocuments;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.study.RecordedStudy;
import io.espalier.optimizers.study.StudyListener;
import io.espalier.optimizers.study.StudyResult;
import io.espalier.optimizers.study.StudyRun;
import io.espalier.optimizers.study.Tolerance;
import io.espalier.signatures.json.Json;
import io.espalier.v1.OptimizedProgram;
import io.espalier.v1.StudyEvent.Progress;
import io.espalier.v1.StudySpec;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a study's optimizer, on a virtual thread of its own: from the top, recorded jobs
 * answered at once, until it ends or is stopped. A study that was stopped is run by another one.
 */
final class StudyRunner {
    private static final Logger LOG = LoggerFactory.getLogger(StudyRunner.class);

    /** Where a run tells what happens; called on the run's thread. */
    interface Desk extends StudyWork.Desk {
        /** A phase, a candidate or a note. */
        void happened(StudyJournalEvent.Builder event);

        /** The last thing that a run tells. */
        void ended(RunEnd end);

        /** In place of {@link #ended}: the database could not be used. */
        void broken(JournalException failure);
    }

    /**
     * How a run ended.
     *
     * @param result null where the run broke
     * @param failure why it broke; null where it has a result
     * @param program of a result, with its release if the study finished
     */
    record RunEnd(
            @Nullable StudyResult result,
            @Nullable String failure,
            @Nullable OptimizedProgram program,
            long replayed) {}

    /** What every run of a node uses. */
    record Tools(
            StudyDocuments documents,
            Programs programs,
            Candidates candidates,
            EarlierResults.Shared sharedResults) {}

    private final Tools tools;
    private final String id;
    private final StudySpec submitted;
    private final Desk desk;
    private final long started = System.nanoTime();
    private final StudyProgress progress = new StudyProgress();
    private final History history;
    private volatile @Nullable StudyWork work;
    private volatile @Nullable String stopped;
    private volatile @Nullable Thread thread;

    StudyRunner(Tools tools, String id, StudySpec submitted, Desk desk) {
        this.tools = tools;
        this.id = id;
        this.submitted = submitted;
        this.desk = desk;
        this.history = new History(tools.candidates, id);
    }

    void start(StudyPast past) {
        thread = Thread.ofVirtual().name("study-" + id).start(() -> tell(past));
    }

    /** However the run ends, the entity hears of it. */
    private void tell(StudyPast past) {
        try {
            desk.ended(runOptimizer(past));
        } catch (JournalException e) {
            desk.broken(e);
        } catch (Throwable e) {
            LOG.error("study {} broke", id, e);
            desk.ended(
                    new RunEnd(
                            null,
                            "this is a fault of Espalier's, not of the study: "
                                    + e
                                    + " (the node's log has the place); resume the study after an"
                                    + " upgrade",
                            null,
                            0));
        }
    }

    /** Answers that are in the journal now. */
    void answer(List<StudyWork.Answer> results) {
        var running = work;
        if (running != null) running.answer(results);
    }

    /** Results of other studies that are in the journal now. */
    void taken(List<String> jobs) {
        var running = work;
        if (running != null) running.taken(jobs);
    }

    /** Ends the run as soon as it asks for a job that is not recorded. */
    void stop(String why) {
        stopped = why;
        var running = work;
        if (running != null) running.stop(why);
    }

    /** Ends the run at once; what it still tells is for nobody. */
    void abandon() {
        stop("the study moved on");
        var running = thread;
        if (running != null) running.interrupt();
    }

    Progress progress() {
        return progress.latest();
    }

    private RunEnd runOptimizer(StudyPast past) {
        var reading = tools.documents().read(submitted);
        var spec = reading.spec();
        if (spec == null) {
            return new RunEnd(
                    null,
                    "its specification is no longer valid: "
                            + reading.violations().stream()
                                    .map(v -> v.field() + ": " + v.message())
                                    .collect(Collectors.joining("; ")),
                    null,
                    0);
        }
        var origin = tools.sharedResults.origin(past.origin(), submitted);
        var earlier = new EarlierResults(spec, origin.outcomes(), tools.sharedResults);
        var ourWork = new StudyWork(id, spec, earlier, desk, progress);
        work = ourWork;
        var why = stopped;
        if (why != null) ourWork.stop(why);
        var study =
                new RecordedStudy(
                        spec.input(),
                        past.unpacked(spec, origin.outcomes().keySet(), origin.candidates()),
                        ourWork,
                        new Teller(),
                        Tolerance.DEFAULT,
                        () -> past.ran().plusNanos(System.nanoTime() - started));
        progress.follow(study);
        history.follow(study);
        var result = StudyRun.run(study, spec.optimizer().optimizer());
        earlier.flush();
        if (Thread.currentThread().isInterrupted()) {
            return new RunEnd(null, "interrupted", null, 0);
        }
        var program = ResultPrograms.of(id, spec, study, result);
        return new RunEnd(
                result, null, keep(spec.name(), past.edition(), result, program), study.replayed());
    }

    private @Nullable OptimizedProgram keep(
            String name, int edition, StudyResult result, OptimizedProgram program) {
        if (!result.failed()) return tools.programs().release(id, edition, name, program);
        if (result.validation() == null) return null;
        tools.programs().keep(id, edition, name, program);
        return program;
    }

    private final class Teller implements StudyListener {
        @Override
        public void phase(String name, long jobs) {
            progress.phase(jobs);
            desk.happened(
                    StudyJournalEvent.newBuilder()
                            .setPhase(PhaseEntered.newBuilder().setName(name).setJobs(jobs)));
        }

        @Override
        public void unoptimized(Evaluation evaluation) {
            history.unoptimized(evaluation);
        }

        @Override
        public void candidate(Candidate candidate, boolean best) {
            history.add(candidate);
            var reported =
                    CandidateReported.newBuilder()
                            .setLabel(candidate.label())
                            .setRationale(candidate.rationale())
                            .addAllParents(candidate.parents())
                            .setState(
                                    ByteString.copyFromUtf8(
                                            Json.canonical(candidate.state().toJson())));
            var validation = candidate.validation();
            if (validation != null) reported.setValidation(validation.mean());
            desk.happened(StudyJournalEvent.newBuilder().setCandidate(reported));
        }

        @Override
        public void note(String text) {
            desk.happened(
                    StudyJournalEvent.newBuilder().setNote(NoteTaken.newBuilder().setText(text)));
        }
    }
}
