package io.espalier.coordinator.study;

import com.google.protobuf.ByteString;
import io.espalier.cluster.v1.RecordedJob;
import io.espalier.cluster.v1.TrialContext;
import io.espalier.cluster.v1.TrialJob;
import io.espalier.optimizers.StudyStopped;
import io.espalier.optimizers.spec.StudySpec;
import io.espalier.optimizers.study.Asked;
import io.espalier.optimizers.study.RecordedStudy;
import io.espalier.optimizers.study.TimeIsUp;
import io.espalier.optimizers.study.Workforce;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.job.OutcomeJson;
import io.espalier.signatures.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has a study's jobs done by the cluster. {@link #work} blocks the optimizer's thread; answers come
 * in by {@link #answer} once they are in the journal, on any thread.
 */
final class StudyWork implements Workforce {
    private static final Duration LOOK_AROUND = Duration.ofMillis(200);

    /** Most bytes of results in one event. */
    private static final int PIECE = 256 * 1024;

    /**
     * Jobs of one candidate, in the form in which they travel.
     *
     * @param kind what the journal keeps of each beside its outcome
     */
    record Group(TrialContext context, ByteString state, List<TrialJob> jobs, RecordedJob kind) {
        Group {
            jobs = List.copyOf(jobs);
        }
    }

    /**
     * A job's outcome that is in the journal.
     *
     * @param outcome its JSON
     * @param packed as the journal has it
     */
    record Answer(String job, ByteString outcome, ByteString packed) {}

    /** The way to the entity. */
    interface Desk {
        /** Has the jobs dispatched; each comes back by {@link StudyWork#answer}. */
        void ask(List<Group> groups);

        /** Has other studies' results recorded; those that are come by {@link StudyWork#taken}. */
        void recalled(List<RecordedJob> jobs);

        /** Nothing of it is waited for any more. */
        void withdraw();
    }

    private record GroupKey(String state, Job.Role role, boolean scored, String program) {}

    private final StudySpec spec;
    private final String study;
    private final Desk desk;
    private final StudyProgress progress;
    private final EarlierResults earlier;
    private final LinkedBlockingQueue<List<Answer>> answers = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<List<String>> taken = new LinkedBlockingQueue<>();
    private volatile @Nullable String stopped;

    StudyWork(
            String study,
            StudySpec spec,
            EarlierResults earlier,
            Desk desk,
            StudyProgress progress) {
        this.study = study;
        this.spec = spec;
        this.earlier = earlier;
        this.desk = desk;
        this.progress = progress;
    }

    /** Answers that are recorded. */
    void answer(List<Answer> results) {
        answers.add(results);
    }

    /** Which jobs of one {@link Desk#recalled} are recorded as another study's results. */
    void taken(List<String> jobs) {
        taken.add(jobs);
    }

    /** Ends the work under way, and all that is asked later, with {@link StudyStopped}. */
    void stop(String why) {
        stopped = why;
        answers.add(List.of());
        taken.add(List.of());
    }

    @Override
    public Map<String, Outcome> recall(List<Asked> jobs) {
        checkStopped();
        var found = earlier.find(jobs);
        if (found.isEmpty()) return Map.of();
        int open = 0;
        for (var piece : pieces(jobs, found)) {
            desk.recalled(piece);
            open++;
        }
        var outcomes = new HashMap<String, Outcome>();
        while (open > 0) {
            var piece = next(taken);
            checkStopped();
            if (piece == null) continue;
            open--;
            for (var job : piece) {
                var outcome = found.get(job);
                if (outcome != null) outcomes.put(job, StudyRecord.unpack(outcome));
            }
        }
        return outcomes;
    }

    /** In the order of asking, and no event too large. */
    private static List<List<RecordedJob>> pieces(List<Asked> jobs, Map<String, ByteString> found) {
        var pieces = new ArrayList<List<RecordedJob>>();
        int bytes = PIECE;
        for (var job : jobs) {
            var outcome = found.get(job.id());
            if (outcome == null) continue;
            if (bytes + outcome.size() > PIECE) {
                pieces.add(new ArrayList<>());
                bytes = 0;
            }
            bytes += outcome.size();
            pieces.getLast()
                    .add(
                            kind(job).toBuilder()
                                    .setJob(job.id())
                                    .setOutcome(outcome)
                                    .setReused(true)
                                    .build());
        }
        return pieces;
    }

    @Override
    public List<Outcome> work(List<Asked> jobs, @Nullable Duration timeLeft) {
        checkStopped();
        var deadline = timeLeft == null ? Long.MAX_VALUE : System.nanoTime() + timeLeft.toNanos();
        var outcomes = new HashMap<String, Outcome>();
        var open = new HashMap<String, Asked>();
        jobs.forEach(job -> open.put(job.id(), job));
        progress.asked(jobs);
        desk.ask(groups(jobs));
        while (!open.isEmpty()) {
            var fresh = new HashMap<Asked, ByteString>();
            for (var result : nextAnswers()) {
                var asked = open.remove(result.job());
                if (asked == null) continue;
                var outcome = read(result.outcome());
                outcomes.put(asked.id(), outcome);
                progress.done(asked, outcome);
                if (RecordedStudy.lasts(outcome.failure())) fresh.put(asked, result.packed());
            }
            earlier.keep(fresh);
            checkStopped();
            if (!open.isEmpty() && timeLeft != null && System.nanoTime() > deadline) {
                desk.withdraw();
                throw new TimeIsUp(
                        String.format(
                                Locale.ROOT,
                                "budget.minutes: time is up with %d of %d jobs still open",
                                open.size(),
                                jobs.size()),
                        outcomes);
            }
        }
        return jobs.stream().map(job -> known(outcomes, job)).toList();
    }

    private static Outcome known(Map<String, Outcome> outcomes, Asked job) {
        var outcome = outcomes.get(job.id());
        if (outcome == null) throw new IllegalStateException("no answer for job " + job.id());
        return outcome;
    }

    /** All that came in meanwhile; none after a while without any. */
    private List<Answer> nextAnswers() {
        var first = next(answers);
        if (first == null) return List.of();
        var all = new ArrayList<>(first);
        for (var more = answers.poll(); more != null; more = answers.poll()) all.addAll(more);
        return all;
    }

    private static <T> @Nullable T next(LinkedBlockingQueue<T> queue) {
        try {
            return queue.poll(LOOK_AROUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StudyStopped("the study's thread was interrupted");
        }
    }

    private void checkStopped() {
        var why = stopped;
        if (why != null) throw new StudyStopped(why);
    }

    private static Outcome read(ByteString json) {
        return OutcomeJson.read(Json.parse(json.toStringUtf8()));
    }

    private List<Group> groups(List<Asked> jobs) {
        var byKey = new LinkedHashMap<GroupKey, List<Asked>>();
        var programs = new HashMap<Object, String>();
        for (var asked : jobs) {
            var job = asked.job();
            var program =
                    programs.computeIfAbsent(
                            job.program(), p -> Json.canonical(job.program().document()));
            byKey.computeIfAbsent(
                            new GroupKey(asked.stateHash(), job.role(), job.scored(), program),
                            _ -> new ArrayList<>())
                    .add(asked);
        }
        var groups = new ArrayList<Group>();
        byKey.forEach((key, asked) -> groups.add(group(key, asked)));
        return groups;
    }

    private Group group(GroupKey key, List<Asked> asked) {
        var first = asked.getFirst();
        var state = Json.canonical(first.job().state().toJson());
        var jobs = new ArrayList<TrialJob>(asked.size());
        for (var one : asked) jobs.add(job(one));
        return new Group(
                TrialContexts.of(study, spec, key.program(), key.role(), key.scored()),
                ByteString.copyFromUtf8(state),
                jobs,
                kind(first));
    }

    private static RecordedJob kind(Asked asked) {
        return RecordedJob.newBuilder()
                .setTest(asked.apart())
                .setUnscored(!asked.job().scored())
                .setReflection(asked.job().role() == Job.Role.REFLECTION)
                .build();
    }

    private static TrialJob job(Asked asked) {
        var job = asked.job();
        var wire =
                TrialJob.newBuilder()
                        .setJob(asked.id())
                        .setExample(
                                ByteString.copyFromUtf8(
                                        Json.write(job.example().fields().toJson())))
                        .setExampleId(job.example().id())
                        .setRollout(job.rollout().id());
        var temperature = job.rollout().temperature();
        if (temperature != null) wire.setTemperature(temperature);
        return wire.build();
    }
}
