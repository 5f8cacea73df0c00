package io.espalier.coordinator.study;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.espalier.cluster.v1.CandidateReported;
import io.espalier.cluster.v1.JobsRecorded;
import io.espalier.cluster.v1.NoteTaken;
import io.espalier.cluster.v1.PhaseEntered;
import io.espalier.cluster.v1.StudyEnded;
import io.espalier.cluster.v1.StudyJournalEvent;
import io.espalier.cluster.v1.StudyResumed;
import io.espalier.cluster.v1.StudySubmitted;
import io.espalier.coordinator.store.Deflate;
import io.espalier.coordinator.study.StudyPast.Origin;
import io.espalier.optimizers.study.RecordedStudy;
import io.espalier.optimizers.study.StudyRun;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.job.OutcomeJson;
import io.espalier.signatures.json.Json;
import io.espalier.v1.Study;
import io.espalier.v1.StudyEvent;
import io.espalier.v1.StudyEvent.CandidateScored;
import io.espalier.v1.StudyEvent.Note;
import io.espalier.v1.StudyEvent.PhaseStarted;
import io.espalier.v1.StudyEvent.StateChanged;
import io.espalier.v1.StudySpec;
import io.espalier.v1.StudyState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A study's journal, folded. Changes only by {@link #apply}; used by one thread, the entity's.
 *
 * <pre>
 * (none) --submitted--> QUEUED --started--> RUNNING --ended--> FINISHED | FAILED | CANCELLED
 *                          |                |  ^
 *                          +----paused------+  +--started-- QUEUED <--resumed-- PAUSED | FAILED
 * </pre>
 *
 * <p>With a larger budget a finished study is resumed, too.
 */
final class StudyRecord {
    private static final String PHASE = "phase/";

    private StudyState state = StudyState.STUDY_STATE_UNSPECIFIED;
    private StudySubmitted submitted = StudySubmitted.getDefaultInstance();
    private Timestamp created = Timestamp.getDefaultInstance();
    private final Map<String, ByteString> outcomes = new HashMap<>();
    private final Set<String> reused = new HashSet<>();
    private final Set<String> tests = new HashSet<>();
    private final Set<String> unscored = new HashSet<>();
    private final Set<String> reflected = new HashSet<>();
    private final List<CandidateReported> reported = new ArrayList<>();
    private final Set<String> told = new HashSet<>();
    private final List<StudyEvent> events = new ArrayList<>();
    private @Nullable Double bestScore;
    private Duration ran = Duration.ZERO;
    private @Nullable Instant runningSince;
    private Instant latest = Instant.EPOCH;
    private @Nullable Study result;
    private int edition;

    // What the study had when it was last resumed to do something else than before.
    private Set<String> paid = Set.of();
    private List<CandidateReported> earlier = List.of();
    private int run = 1;

    StudyState state() {
        return state;
    }

    boolean exists() {
        return state != StudyState.STUDY_STATE_UNSPECIFIED;
    }

    /** Whether an optimizer is to run. */
    boolean isToRun() {
        return state == StudyState.QUEUED || state == StudyState.RUNNING;
    }

    boolean hasEnded() {
        return switch (state) {
            case FINISHED, FAILED, CANCELLED -> true;
            default -> false;
        };
    }

    StudySpec spec() {
        return submitted.getSpec();
    }

    String specHash() {
        return submitted.getSpecHash();
    }

    /** How often it was resumed after it had finished: each time it may come to another program. */
    int edition() {
        return edition;
    }

    /** Of a run that starts now. */
    StudyPast past() {
        return new StudyPast(
                Map.copyOf(outcomes),
                Set.copyOf(reused),
                Set.copyOf(unscored),
                Set.copyOf(reflected),
                paid,
                earlier,
                origin(),
                run,
                edition,
                ran());
    }

    private Optional<Origin> origin() {
        var origin = submitted.getForkedFrom();
        return origin.isEmpty()
                ? Optional.empty()
                : Optional.of(new Origin(origin, instant(created)));
    }

    /** Reported until now, and the result, in their order. */
    List<CandidateReported> candidates() {
        return List.copyOf(reported);
    }

    /** How long it ran, pauses and restarts left out, up to its latest event. */
    Duration ran() {
        var since = runningSince;
        return since == null ? ran : ran.plus(Duration.between(since, latest));
    }

    /** The same, with a run that is under way counted up to {@code now}. */
    Duration ranUntil(Instant now) {
        var since = runningSince;
        return since == null ? ran : ran.plus(Duration.between(since, now));
    }

    @Nullable ByteString outcome(String job) {
        return outcomes.get(job);
    }

    boolean isReused(String job) {
        return reused.contains(job);
    }

    /** Kept events with a higher number than {@code after}. */
    List<StudyEvent> eventsAfter(long after) {
        var from = (int) Math.clamp(after, 0, events.size());
        return List.copyOf(events.subList(from, events.size()));
    }

    long lastNumber() {
        return events.size();
    }

    /** Whether an earlier run told this phase, candidate or note: a replay tells all again. */
    boolean knows(StudyJournalEvent.Builder event) {
        return switch (event.getEventCase()) {
            case PHASE -> told.contains(key(event.getPhase()));
            case CANDIDATE -> told.contains(key(event.getCandidate()));
            case NOTE -> told.contains(key(event.getNote()));
            default -> false;
        };
    }

    private static String key(PhaseEntered phase) {
        return PHASE + phase.getName();
    }

    private static String key(CandidateReported candidate) {
        // With another budget a run may give the same label to another state.
        return "candidate/"
                + candidate.getLabel()
                + "/"
                + Json.hash(candidate.getState().toByteArray())
                + (candidate.hasValidation() ? "/scored" : "");
    }

    private static String key(NoteTaken note) {
        return "note/" + note.getText();
    }

    /** As the API shows it; what only a run knows is still missing while it runs. */
    Study study() {
        if (result != null) return result;
        var spec = submitted.getSpec();
        return Study.newBuilder()
                .setStudy(submitted.getStudy())
                .setName(spec.getName())
                .setState(state)
                .setOptimizer(optimizerName(spec))
                .setSeed(spec.getSeed())
                .setSeconds(ran().toMillis() / 1000.0)
                .setCreated(created)
                .setSpecHash(submitted.getSpecHash())
                .setForkedFrom(submitted.getForkedFrom())
                .build();
    }

    private static String optimizerName(StudySpec spec) {
        var optimizer = spec.getOptimizer();
        return optimizer.hasStructValue()
                ? optimizer.getStructValue().getFieldsOrThrow("name").getStringValue()
                : optimizer.getStringValue();
    }

    static Map<String, Outcome> unpack(Map<String, ByteString> packed) {
        var outcomes = new HashMap<String, Outcome>();
        packed.forEach((job, bytes) -> outcomes.put(job, unpack(bytes)));
        return outcomes;
    }

    static Outcome unpack(ByteString packed) {
        var text = new String(Deflate.unpack(packed.toByteArray()), StandardCharsets.UTF_8);
        return OutcomeJson.read(Json.parse(text));
    }

    StudyRecord apply(StudyJournalEvent event) {
        var time = event.getTime();
        // A run that a crash ended lasted until the last event before the next start.
        if (event.hasStarted()) stopClock();
        latest = instant(time);
        switch (event.getEventCase()) {
            case SUBMITTED -> {
                submitted = event.getSubmitted();
                created = time;
                become(StudyState.QUEUED, "", time);
            }
            case STARTED -> {
                runningSince = latest;
                become(StudyState.RUNNING, "", time);
            }
            case JOBS -> record(event.getJobs());
            case PHASE -> {
                var phase = event.getPhase();
                told.add(key(phase));
                add(
                        time,
                        StudyEvent.newBuilder()
                                .setPhase(
                                        PhaseStarted.newBuilder()
                                                .setName(phase.getName())
                                                .setJobs(phase.getJobs())));
            }
            case CANDIDATE -> candidate(event.getCandidate(), time);
            case NOTE -> {
                var text = event.getNote().getText();
                told.add(key(event.getNote()));
                add(time, StudyEvent.newBuilder().setNote(Note.newBuilder().setText(text)));
            }
            case PAUSED -> {
                stopClock();
                become(StudyState.PAUSED, "", time);
            }
            case RESUMED -> resumed(event.getResumed(), time);
            case ENDED -> ended(event.getEnded(), time);
            case EVENT_NOT_SET -> {
                // Of a newer version; it changes nothing that this one knows.
            }
        }
        return this;
    }

    private void record(JobsRecorded jobs) {
        for (var job : jobs.getJobsList()) {
            var id = job.getJob();
            if (outcomes.putIfAbsent(id, job.getOutcome()) != null) continue;
            if (job.getReused()) reused.add(id);
            if (job.getTest()) tests.add(id);
            if (job.getUnscored()) unscored.add(id);
            if (job.getReflection()) reflected.add(id);
        }
    }

    private void candidate(CandidateReported candidate, Timestamp time) {
        told.add(key(candidate));
        // What has a score needs no telling without one; the other way round it gets one later.
        told.add(key(candidate.toBuilder().clearValidation().build()));
        reported.add(candidate);
        var scored =
                CandidateScored.newBuilder()
                        .setLabel(candidate.getLabel())
                        .setRationale(candidate.getRationale())
                        .addAllParents(candidate.getParentsList());
        if (candidate.hasValidation()) {
            scored.setValidation(candidate.getValidation());
            if (bestScore == null || candidate.getValidation() > bestScore) {
                bestScore = candidate.getValidation();
                scored.setBest(true);
            }
        }
        add(time, StudyEvent.newBuilder().setCandidate(scored));
    }

    /**
     * Failures that may be gone are forgotten, so that their jobs run again. With another budget
     * the search goes another way and may not come to all that is paid for, so that is counted from
     * the start.
     */
    private void resumed(StudyResumed resumed, Timestamp time) {
        if (state == StudyState.FAILED) {
            outcomes.keySet().retainAll(RecordedStudy.lasting(unpack(outcomes)).keySet());
            // They are paid for anew, too.
            var kept = new HashSet<>(paid);
            kept.retainAll(outcomes.keySet());
            paid = Set.copyOf(kept);
        }
        if (state == StudyState.FINISHED) {
            edition++;
            // What it does now is told again.
            told.removeIf(key -> key.startsWith(PHASE));
        }
        if (state != StudyState.PAUSED || resumed.hasBudget()) {
            run++;
            earlier = candidates();
        }
        if (resumed.hasBudget()) {
            var counted = new HashSet<>(outcomes.keySet());
            counted.removeAll(tests);
            paid = Set.copyOf(counted);
            var changed = submitted.toBuilder().setSpecHash(resumed.getSpecHash());
            changed.getSpecBuilder().setBudget(resumed.getBudget());
            submitted = changed.build();
        }
        var ended = result;
        if (ended != null) continueAfter(ended);
        result = null;
        become(StudyState.QUEUED, "", time);
    }

    /** The end that was none: an ended event tells watchers that nothing follows. */
    private void continueAfter(Study ended) {
        var last = events.removeLast();
        add(
                last.getTime(),
                StudyEvent.newBuilder().setNote(Note.newBuilder().setText(endedBefore(ended))));
    }

    private static String endedBefore(Study ended) {
        return ended.getState() == StudyState.FINISHED
                ? "finished (" + ended.getReason() + "), and goes on with a larger budget"
                : "failed: " + ended.getReason();
    }

    private void ended(StudyEnded ended, Timestamp time) {
        stopClock();
        var study = ended.getResult();
        result = study;
        addResult(ended);
        become(study.getState(), study.getReason(), time);
        add(time, StudyEvent.newBuilder().setEnded(study));
    }

    /** The result may be a candidate that was reported before it had a score. */
    private void addResult(StudyEnded ended) {
        var study = ended.getResult();
        var score = study.getValidation();
        var label = study.getResult();
        if (label.isEmpty() || label.equals(StudyRun.UNOPTIMIZED) || !score.hasAfter()) return;
        var known = reported.stream().filter(one -> one.getLabel().equals(label)).toList();
        if (known.isEmpty() || known.stream().anyMatch(CandidateReported::hasValidation)) return;
        var result = known.getFirst().toBuilder().setState(ended.getState());
        reported.add(result.setValidation(score.getAfter()).build());
    }

    private void stopClock() {
        ran = ran();
        runningSince = null;
    }

    private void become(StudyState next, String reason, Timestamp time) {
        if (next == StudyState.RUNNING && state == StudyState.RUNNING) return;
        state = next;
        add(
                time,
                StudyEvent.newBuilder()
                        .setState(StateChanged.newBuilder().setState(next).setReason(reason)));
    }

    static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    private void add(Timestamp time, StudyEvent.Builder event) {
        events.add(
                event.setStudy(submitted.getStudy())
                        .setNumber(events.size() + 1)
                        .setTime(time)
                        .build());
    }
}
