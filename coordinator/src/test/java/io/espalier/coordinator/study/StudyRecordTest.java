package io.espalier.coordinator.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.espalier.cluster.v1.CandidateReported;
import io.espalier.cluster.v1.JobsRecorded;
import io.espalier.cluster.v1.NoteTaken;
import io.espalier.cluster.v1.PhaseEntered;
import io.espalier.cluster.v1.RecordedJob;
import io.espalier.cluster.v1.StudyEnded;
import io.espalier.cluster.v1.StudyJournalEvent;
import io.espalier.cluster.v1.StudyPaused;
import io.espalier.cluster.v1.StudyResumed;
import io.espalier.cluster.v1.StudyStarted;
import io.espalier.cluster.v1.StudySubmitted;
import io.espalier.coordinator.store.Deflate;
import io.espalier.v1.BudgetSpec;
import io.espalier.v1.ScoreChange;
import io.espalier.v1.Study;
import io.espalier.v1.StudyEvent;
import io.espalier.v1.StudySpec;
import io.espalier.v1.StudyState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StudyRecordTest {
    private final StudyRecord record = new StudyRecord();
    private long second;

    @Test
    void states_everyTransitionOfTheTable_isVisited() {
        var visited = EnumSet.noneOf(StudyState.class);
        submit();
        visited.add(record.state());
        started();
        visited.add(record.state());
        paused();
        visited.add(record.state());
        resumed();
        assertThat(record.state()).isEqualTo(StudyState.QUEUED);
        paused();
        assertThat(record.state()).as("paused before it started").isEqualTo(StudyState.PAUSED);
        resumed();
        started();
        ended(StudyState.FAILED, "no endpoint");
        visited.add(record.state());
        resumed();
        assertThat(record.state()).isEqualTo(StudyState.QUEUED);
        started();
        ended(StudyState.FINISHED, "done");
        visited.add(record.state());
        assertThat(record.hasEnded()).isTrue();
        var cancelled =
                new StudyRecord().apply(submitted()).apply(ending(StudyState.CANCELLED, ""));
        visited.add(cancelled.state());
        var known =
                EnumSet.complementOf(
                        EnumSet.of(StudyState.STUDY_STATE_UNSPECIFIED, StudyState.UNRECOGNIZED));
        assertThat(visited).isEqualTo(known);
    }

    @Test
    void clock_pausesAndCrashes_areLeftOut() {
        submit(); // second 1
        started(); // 2
        second = 10;
        note("working"); // 11: then the node is lost
        second = 100;
        started(); // 101
        second = 104;
        paused(); // 105
        second = 200;
        resumed();
        assertThat(record.ran()).isEqualTo(Duration.ofSeconds(9 + 4));
        started(); // 202
        second = 206;
        ended(StudyState.FINISHED, "done"); // 207
        assertThat(record.ran()).isEqualTo(Duration.ofSeconds(9 + 4 + 5));
    }

    @Test
    void events_replayed_areNumberedWithoutGaps() {
        submit();
        started();
        started(); // after a crash: nothing new for a watcher
        phase("optimizing");
        candidate("a", 0.5);
        candidate("b", 0.4);
        note("something");
        ended(StudyState.FINISHED, "done");
        var events = record.eventsAfter(0);
        assertThat(events)
                .extracting(StudyEvent::getNumber)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(
                        events.stream()
                                .filter(StudyEvent::hasCandidate)
                                .map(e -> e.getCandidate().getBest()))
                .containsExactly(true, false);
        assertThat(record.eventsAfter(6)).isEqualTo(events.subList(6, 8));
        assertThat(record.eventsAfter(99)).isEmpty();
    }

    @Test
    void knows_whatARunTellsAgain_isToldOnce() {
        submit();
        phase("optimizing");
        candidate("a", 0.5);
        note("something");
        Stream.of(phaseEvent("optimizing"), candidateEvent("a", 0.5), noteEvent("something"))
                .forEach(event -> assertThat(record.knows(event)).isTrue());
        Stream.of(phaseEvent("other"), candidateEvent("b", 0.5), noteEvent("other"))
                .forEach(event -> assertThat(record.knows(event)).isFalse());
    }

    @Test
    void resumed_afterAFailure_forgetsFailuresThatMayBeGone() {
        submit();
        started();
        apply(
                StudyJournalEvent.newBuilder()
                        .setJobs(
                                JobsRecorded.newBuilder()
                                        .addJobs(job("good", "{\"usage\":[1,2,3,0]}"))
                                        .addJobs(job("unparsed", failure("candidate")))
                                        .addJobs(job("refused", failure("provider")))
                                        .addJobs(job("crashed", failure("metric")))));
        ended(StudyState.FAILED, "too many failures");
        resumed();
        assertThat(record.past().outcomes()).containsOnlyKeys("good", "unparsed");
        assertThat(record.eventsAfter(0)).noneMatch(StudyEvent::hasEnded);
        assertThat(record.eventsAfter(0))
                .anyMatch(e -> e.getNote().getText().equals("failed: too many failures"));
    }

    @Test
    void knows_aCandidateToldWithoutAScore_notWithOne() {
        var bare =
                StudyJournalEvent.newBuilder()
                        .setCandidate(CandidateReported.newBuilder().setLabel("c1"));
        apply(bare.clone());
        assertThat(record.knows(bare)).isTrue();
        assertThat(record.knows(candidateEvent("c1", 0.5))).isFalse();
        candidate("c1", 0.5);
        assertThat(record.knows(candidateEvent("c1", 0.5))).isTrue();
        assertThat(record.knows(bare)).isTrue();
    }

    @Test
    void resumed_finishedWithALargerBudget_goesOnAndTellsItsPhasesAgain() {
        submit();
        started();
        phase("optimizing");
        candidate("c1", 0.5);
        ended(StudyState.FINISHED, "budget");
        assertThat(record.edition()).isZero();
        var budget = BudgetSpec.newBuilder().setMetricCalls(500).build();
        apply(
                StudyJournalEvent.newBuilder()
                        .setResumed(
                                StudyResumed.newBuilder().setBudget(budget).setSpecHash("other")));
        assertThat(record.state()).isEqualTo(StudyState.QUEUED);
        assertThat(record.edition()).isEqualTo(1);
        assertThat(record.spec().getBudget()).isEqualTo(budget);
        assertThat(record.spec().getName()).isEqualTo("n");
        assertThat(record.specHash()).isEqualTo("other");
        assertThat(record.knows(phaseEvent("optimizing"))).isFalse();
        assertThat(record.knows(candidateEvent("c1", 0.5))).isTrue();
        var another = candidateEvent("c1", 0.7);
        another.getCandidateBuilder().setState(ByteString.copyFromUtf8("{\"p\":{}}"));
        assertThat(record.knows(another)).as("another state of that label").isFalse();
        assertThat(record.eventsAfter(0)).noneMatch(StudyEvent::hasEnded);
        assertThat(record.eventsAfter(0))
                .anyMatch(e -> e.getNote().getText().startsWith("finished (budget)"));
    }

    @Test
    void jobs_recordedTwice_firstStands() {
        submit();
        for (var text : List.of("{\"usage\":[1,0,0,0]}", "{\"usage\":[2,0,0,0]}")) {
            var jobs = JobsRecorded.newBuilder().addJobs(job("j", text));
            apply(StudyJournalEvent.newBuilder().setJobs(jobs));
        }
        assertThat(StudyRecord.unpack(record.past().outcomes()))
                .hasEntrySatisfying("j", o -> assertThat(o.usage().calls()).isEqualTo(1));
    }

    @Test
    void jobs_ofOtherStudies_areKnownAsReused() {
        submit();
        var reused = job("theirs", "{}").toBuilder().setReused(true).build();
        apply(
                StudyJournalEvent.newBuilder()
                        .setJobs(
                                JobsRecorded.newBuilder()
                                        .addJobs(job("ours", "{}"))
                                        .addJobs(reused)));
        var late = job("ours", "{}").toBuilder().setReused(true).build();
        apply(StudyJournalEvent.newBuilder().setJobs(JobsRecorded.newBuilder().addJobs(late)));
        assertThat(record.past().reused()).containsExactly("theirs");
        assertThat(record.past().outcomes()).containsOnlyKeys("ours", "theirs");
    }

    @Test
    void past_afterTheBudgetWasRaised_hasWhatWasPaidUntilThen() {
        submit();
        started();
        jobs(
                job("scored", "{\"usage\":[1,10,5,0],\"score\":1}"),
                job("question", "{\"usage\":[1,7,3,0]}").toBuilder().setUnscored(true).build(),
                job("theirs", "{\"usage\":[1,10,5,0]}").toBuilder().setReused(true).build(),
                job("test", "{\"usage\":[1,10,5,0]}").toBuilder().setTest(true).build());
        candidate("c1", 0.5);
        paused();
        resumed();
        started(); // after a crash, too
        assertThat(record.past().paid()).as("the same goes on").isEmpty();
        assertThat(record.past().candidates()).isEmpty();
        assertThat(record.past().run()).isEqualTo(1);
        ended(StudyState.FINISHED, "budget");

        raise(500);
        var past = record.past();
        assertThat(past.paid()).containsExactlyInAnyOrder("scored", "question", "theirs");
        assertThat(past.candidates()).extracting(CandidateReported::getLabel).containsExactly("c1");
        assertThat(past.run()).isEqualTo(2);

        started();
        jobs(job("later", "{}"));
        candidate("c2", 0.6);
        started(); // a crash changes nothing
        assertThat(record.past().paid()).isEqualTo(past.paid());
        assertThat(record.past().candidates()).isEqualTo(past.candidates());
        assertThat(record.past().run()).isEqualTo(2);

        ended(StudyState.FAILED, "no endpoint");
        resumed();
        assertThat(record.past().paid()).as("its limits stay").isEqualTo(past.paid());
        assertThat(record.past().candidates()).hasSize(2);
        raise(600);
        assertThat(record.past().paid()).contains("later");
    }

    @Test
    void paid_isNotWhatAResumedStudyForgot_forItIsAskedAgain() {
        submit();
        started();
        jobs(job("scored", "{}"), job("crashed", failure("metric")));
        ended(StudyState.FINISHED, "budget");
        raise(500);
        assertThat(record.past().paid()).containsExactlyInAnyOrder("scored", "crashed");

        started();
        ended(StudyState.FAILED, "no endpoint");
        resumed();
        assertThat(record.past().paid()).containsExactly("scored");
    }

    @Test
    void past_ofAResultThatWasReportedWithoutAScore_hasItsScore() {
        submit();
        started();
        var event = candidateEvent("c1", 0);
        event.getCandidateBuilder().clearValidation();
        apply(event);
        var study =
                Study.newBuilder()
                        .setState(StudyState.FINISHED)
                        .setResult("c1")
                        .setValidation(ScoreChange.newBuilder().setBefore(0.1).setAfter(0.7));
        var state = ByteString.copyFromUtf8("{\"p\":{}}");
        apply(
                StudyJournalEvent.newBuilder()
                        .setEnded(StudyEnded.newBuilder().setResult(study).setState(state)));
        raise(500);
        assertThat(record.past().candidates())
                .filteredOn(CandidateReported::hasValidation)
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.getLabel()).isEqualTo("c1");
                    assertThat(result.getState()).isEqualTo(state);
                    assertThat(result.getValidation()).isEqualTo(0.7);
                });
    }

    private void jobs(RecordedJob... jobs) {
        apply(
                StudyJournalEvent.newBuilder()
                        .setJobs(JobsRecorded.newBuilder().addAllJobs(List.of(jobs))));
    }

    private void raise(long metricCalls) {
        var budget = BudgetSpec.newBuilder().setMetricCalls(metricCalls);
        apply(
                StudyJournalEvent.newBuilder()
                        .setResumed(StudyResumed.newBuilder().setBudget(budget)));
    }

    private static RecordedJob job(String id, String outcome) {
        var packed = Deflate.pack(outcome.getBytes(StandardCharsets.UTF_8));
        return RecordedJob.newBuilder().setJob(id).setOutcome(ByteString.copyFrom(packed)).build();
    }

    private static String failure(String blame) {
        return "{\"usage\":[0,0,0,0],\"failure\":{\"blame\":\"" + blame + "\",\"message\":\"m\"}}";
    }

    private void submit() {
        apply(submitted().toBuilder());
    }

    private static StudyJournalEvent submitted() {
        return StudyJournalEvent.newBuilder()
                .setSubmitted(
                        StudySubmitted.newBuilder()
                                .setStudy("s")
                                .setSpec(StudySpec.newBuilder().setName("n")))
                .build();
    }

    private void started() {
        apply(StudyJournalEvent.newBuilder().setStarted(StudyStarted.getDefaultInstance()));
    }

    private void paused() {
        apply(StudyJournalEvent.newBuilder().setPaused(StudyPaused.getDefaultInstance()));
    }

    private void resumed() {
        apply(StudyJournalEvent.newBuilder().setResumed(StudyResumed.getDefaultInstance()));
    }

    private void ended(StudyState state, String reason) {
        apply(ending(state, reason).toBuilder());
    }

    private static StudyJournalEvent ending(StudyState state, String reason) {
        return StudyJournalEvent.newBuilder()
                .setEnded(
                        StudyEnded.newBuilder()
                                .setResult(Study.newBuilder().setState(state).setReason(reason)))
                .build();
    }

    private void phase(String name) {
        apply(phaseEvent(name));
    }

    private static StudyJournalEvent.Builder phaseEvent(String name) {
        return StudyJournalEvent.newBuilder().setPhase(PhaseEntered.newBuilder().setName(name));
    }

    private void candidate(String label, double score) {
        apply(candidateEvent(label, score));
    }

    private static StudyJournalEvent.Builder candidateEvent(String label, double score) {
        return StudyJournalEvent.newBuilder()
                .setCandidate(CandidateReported.newBuilder().setLabel(label).setValidation(score));
    }

    private void note(String text) {
        apply(noteEvent(text));
    }

    private static StudyJournalEvent.Builder noteEvent(String text) {
        return StudyJournalEvent.newBuilder().setNote(NoteTaken.newBuilder().setText(text));
    }

    private void apply(StudyJournalEvent.Builder event) {
        record.apply(event.setTime(Timestamp.newBuilder().setSeconds(++second)).build());
    }
}
