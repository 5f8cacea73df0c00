package io.espalier.coordinator.schedule;

import com.google.protobuf.Message;
import io.espalier.cluster.v1.CancelTrial;
import io.espalier.cluster.v1.JobResult;
import io.espalier.cluster.v1.RunTrial;
import io.espalier.cluster.v1.TrialDone;
import io.espalier.cluster.v1.TrialJob;
import io.espalier.cluster.v1.TrialProgress;
import io.espalier.coordinator.schedule.SchedulerProtocol.Command;
import io.espalier.coordinator.schedule.SchedulerProtocol.Dropped;
import io.espalier.coordinator.schedule.SchedulerProtocol.Forget;
import io.espalier.coordinator.schedule.SchedulerProtocol.Internal;
import io.espalier.coordinator.schedule.SchedulerProtocol.Results;
import io.espalier.coordinator.schedule.SchedulerProtocol.Run;
import io.espalier.coordinator.schedule.SchedulerProtocol.Withdraw;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.json.Json;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * One per coordinator node. Forms trials from the jobs of studies, sends each to a lane, and
 * answers for every job exactly once: a trial that falls silent is asked again on another lane, and
 * after enough tries its jobs come back as the machines' failure. Studies take turns; nothing is
 * sent beyond a lane's window, so remote queues cannot overflow.
 */
public final class Scheduler extends AbstractMatchingBehavior<Command> {

    /**
     * @param lanes how many there are; the same on every node of a cluster
     * @param window most jobs under way in one lane
     * @param silence how long a trial may say nothing before its worker counts as lost
     * @param tries how often a trial is sent before its jobs are given up
     */
    public record Settings(int lanes, int window, Duration silence, int tries) {
        /**
         * What is sent cannot be taken back, so the windows hold only what keeps a worker busy: 384
         * jobs, a few times the calls that a worker has under way.
         */
        public static final Settings DEFAULT = new Settings(24, 16, Duration.ofSeconds(15), 4);
    }

    private record Heard(Message message) implements Internal {}

    /** Below the frame of the cluster's transport, which drops what is larger without a word. */
    private static final long LARGEST_MESSAGE = 900 << 10;

    private record LookForLost() implements Internal {}

    private record PassOn() implements Internal {}

    /**
     * How long results wait for company: each message to a study becomes an event of its journal.
     */
    private static final Duration GATHER = Duration.ofMillis(50);

    /** Results on their way to a study. */
    private record Outbox(String study, List<JobResult> results) {}

    /**
     * Jobs of one candidate that wait for a lane.
     *
     * @param prefix what the candidate's prompts share: its program and state
     */
    private record Waiting(
            Run run, String prefix, List<TrialJob> jobs, int tries, Set<Integer> avoid) {
        static Waiting of(Run run) {
            var prefix =
                    Json.hash(run.context().getProgram().toByteArray())
                            + Json.hash(run.state().toByteArray());
            return new Waiting(run, prefix, run.jobs(), 0, Set.of());
        }

        Waiting rest(int from) {
            return new Waiting(run, prefix, jobs.subList(from, jobs.size()), tries, avoid);
        }

        Waiting again(List<TrialJob> left, Set<Integer> lanes) {
            var all = new HashSet<>(avoid);
            all.addAll(lanes);
            return new Waiting(run, prefix, List.copyOf(left), tries + 1, all);
        }
    }

    private static final class Trial {
        final Waiting from;
        final int lane;
        final Map<String, TrialJob> open = new LinkedHashMap<>();

        /** Failed for reasons that another worker may not have. */
        final List<TrialJob> failedHere = new ArrayList<>();

        long heard;

        Trial(Waiting from, int lane, long now) {
            this.from = from;
            this.lane = lane;
            this.heard = now;
        }
    }

    private final Settings settings;
    private final Slicing slicing;
    private final Lanes lanes;
    private final TimerScheduler<Command> timers;
    private final ActorRef<Message> region;
    private final ActorRef<Message> ear;
    private final String earAddress;
    private final LongSupplier nanos;
    private final Map<String, ArrayDeque<Waiting>> waiting = new LinkedHashMap<>();
    private final Map<String, Trial> running = new LinkedHashMap<>();

    private final Map<ActorRef<Results>, Outbox> outboxes = new LinkedHashMap<>();

    /** Studies that were withdrawn since they last asked, and who learns what is dropped later. */
    private final Map<String, ActorRef<Dropped>> withdrawn = new HashMap<>();

    /** By lane: who answered last from there. */
    private final Map<Integer, String> workers = new HashMap<>();

    private long sent;

    /**
     * @param region the shard region of Trial entities, or a proxy to it
     */
    public static Behavior<Command> create(Settings settings, ActorRef<Message> region) {
        return create(settings, Slicing.DEFAULT, region, System::nanoTime);
    }

    static Behavior<Command> create(
            Settings settings, Slicing slicing, ActorRef<Message> region, LongSupplier nanos) {
        Behavior<Command> scheduler =
                Behaviors.setup(context ->
                        Behaviors.withTimers(timers -> {
                            timers.startTimerWithFixedDelay(
                                    new LookForLost(), settings.silence().dividedBy(4));
                            return new Scheduler(context, timers, settings, slicing, region, nanos);
                        }));
        // A message that breaks it costs that message, not every study.
        return Behaviors.supervise(scheduler).onFailure(SupervisorStrategy.resume());
    }

    private Scheduler(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Settings settings,
            Slicing slicing,
            ActorRef<Message> region,
            LongSupplier nanos) {
        super(context);
        this.timers = timers;
        this.settings = settings;
        this.slicing = slicing;
        this.lanes = new Lanes(settings.lanes(), settings.window());
        this.region = region;
        this.nanos = nanos;
        this.ear = context.messageAdapter(Message.class, Heard::new);
        this.earAddress = ActorRefResolver.get(context.getSystem()).toSerializationFormat(ear);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Run run -> onRun(run);
            case Withdraw(var study, var replyTo) -> onWithdraw(study, replyTo);
            case Forget(var study) -> onForget(study);
            case Heard(var message) -> onHeard(message);
            case LookForLost _ -> onLookForLost();
            case PassOn _ -> passOn(_ -> true);
            case Internal other ->
                    throw new IllegalStateException("not a message of the scheduler: " + other);
        }
        return this;
    }

    private void onRun(Run run) {
        withdrawn.remove(run.study());
        var small = new ArrayList<TrialJob>(run.jobs().size());
        var large = new ArrayList<JobResult>();
        long shared = run.context().getSerializedSize() + (long) run.state().size();
        for (var job : run.jobs()) {
            long size = shared + job.getSerializedSize();
            if (size <= LARGEST_MESSAGE) small.add(job);
            else large.add(tooLarge(job, size));
        }
        if (!large.isEmpty()) run.replyTo().tell(new Results(large));
        if (small.isEmpty()) return;
        enqueue(
                Waiting.of(new Run(run.study(), run.context(), run.state(), small, run.replyTo())),
                false);
        dispatch();
    }

    private static JobResult tooLarge(TrialJob job, long size) {
        return Outcomes.failed(
                job.getJob(),
                Blame.DATA,
                "example "
                        + job.getExampleId()
                        + " with its program, metric and what was learned takes "
                        + (size >> 10)
                        + " KiB (at most "
                        + (LARGEST_MESSAGE >> 10)
                        + "): shorten it");
    }

    private void onWithdraw(String study, ActorRef<Dropped> replyTo) {
        withdrawn.put(study, replyTo);
        var dropped = waiting.remove(study);
        replyTo.tell(
                new Dropped(
                        dropped == null
                                ? List.of()
                                : dropped.stream()
                                        .flatMap(item -> item.jobs().stream())
                                        .map(TrialJob::getJob)
                                        .toList()));
        dispatch();
    }

    private void onForget(String study) {
        waiting.remove(study);
        outboxes.values().removeIf(outbox -> outbox.study().equals(study));
        withdrawn.remove(study);
        running.entrySet()
                .removeIf(entry -> {
                    var trial = entry.getValue();
                    if (!trial.from.run().study().equals(study)) return false;
                    lanes.remove(trial.lane, trial.open.size());
                    region.tell(CancelTrial.newBuilder().setTrial(entry.getKey()).build());
                    return true;
                });
        dispatch();
    }

    private void onHeard(Message message) {
        switch (message) {
            case TrialProgress progress ->
                    take(progress.getTrial(), progress.getWorker(), progress.getResultsList());
            case TrialDone done -> {
                take(done.getTrial(), done.getWorker(), done.getResultsList());
                var trial = running.remove(done.getTrial());
                // A trial that ends with open jobs was given up by its worker; the rest is asked
                // again.
                if (trial != null) again(trial);
            }
            default ->
                    getContext()
                            .getLog()
                            .warn("Ignored a {} meant for nobody here.", message.getClass());
        }
        dispatch();
        passOn(this::isOver);
    }

    private void take(String id, String worker, List<JobResult> results) {
        var trial = running.get(id);
        if (trial == null) return;
        trial.heard = nanos.getAsLong();
        workers.put(trial.lane, worker);
        var fresh = new ArrayList<JobResult>();
        int closed = 0;
        for (var result : results) {
            var job = trial.open.remove(result.getJob());
            if (job == null) continue;
            closed++;
            if (result.getElsewhere() && trial.from.tries() == 0 && hasOther(worker)) {
                trial.failedHere.add(job);
            } else {
                fresh.add(result);
            }
        }
        lanes.remove(trial.lane, closed);
        gather(trial.from.run(), fresh);
        if (trial.open.isEmpty()) {
            running.remove(id);
            askElsewhere(trial);
        }
    }

    private void gather(Run run, List<JobResult> results) {
        if (results.isEmpty()) return;
        if (outboxes.isEmpty()) timers.startSingleTimer(new PassOn(), GATHER);
        outboxes.computeIfAbsent(run.replyTo(), _ -> new Outbox(run.study(), new ArrayList<>()))
                .results()
                .addAll(results);
    }

    private void passOn(Predicate<String> studies) {
        outboxes.entrySet()
                .removeIf(entry -> {
                    if (!studies.test(entry.getValue().study())) return false;
                    entry.getKey().tell(new Results(entry.getValue().results()));
                    return true;
                });
    }

    /** A study that waits for nothing else gets its last results at once. */
    private boolean isOver(String study) {
        return !waiting.containsKey(study)
                && running.values().stream().noneMatch(t -> t.from.run().study().equals(study));
    }

    private boolean hasOther(String worker) {
        return workers.values().stream().anyMatch(other -> !other.equals(worker));
    }

    /** Once, on lanes of other workers. */
    private void askElsewhere(Trial trial) {
        if (trial.failedHere.isEmpty()) return;
        var worker = workers.get(trial.lane);
        var same = new HashSet<Integer>();
        workers.forEach((lane, name) -> {
            if (name.equals(worker)) same.add(lane);
        });
        enqueue(trial.from.again(trial.failedHere, same), true);
    }

    private void onLookForLost() {
        var now = nanos.getAsLong();
        var lost = new ArrayList<Trial>();
        running.entrySet()
                .removeIf(entry -> {
                    if (now - entry.getValue().heard < settings.silence().toNanos()) return false;
                    region.tell(CancelTrial.newBuilder().setTrial(entry.getKey()).build());
                    lost.add(entry.getValue());
                    return true;
                });
        for (var trial : lost) {
            getContext()
                    .getLog()
                    .warn(
                            "Lane {} fell silent; {} jobs are asked again.",
                            trial.lane,
                            trial.open.size());
            again(trial);
        }
        dispatch();
        passOn(this::isOver);
    }

    private void again(Trial trial) {
        lanes.remove(trial.lane, trial.open.size());
        askElsewhere(trial);
        if (trial.open.isEmpty()) return;
        var from = trial.from;
        if (from.tries() + 1 >= settings.tries()) {
            gather(from.run(), trial.open.keySet().stream().map(this::givenUp).toList());
            return;
        }
        enqueue(from.again(List.copyOf(trial.open.values()), Set.of(trial.lane)), true);
    }

    private JobResult givenUp(String job) {
        return Outcomes.failed(
                job,
                Blame.MACHINE,
                "no worker finished it in "
                        + settings.tries()
                        + " tries, each given up after "
                        + settings.silence().toSeconds()
                        + " s without a sign of life or when its lane moved: is a worker in the"
                        + " cluster?");
    }

    private void enqueue(Waiting item, boolean first) {
        var dropped = withdrawn.get(item.run().study());
        if (dropped != null) {
            dropped.tell(new Dropped(item.jobs().stream().map(TrialJob::getJob).toList()));
            return;
        }
        var queue = waiting.computeIfAbsent(item.run().study(), _ -> new ArrayDeque<>());
        if (first) queue.addFirst(item);
        else queue.addLast(item);
    }

    /** Sends slices, one study after the other, until nothing waits or every lane is full. */
    private void dispatch() {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (var study : List.copyOf(waiting.keySet())) moved |= dispatchOne(study);
        }
    }

    private boolean dispatchOne(String study) {
        var queue = waiting.get(study);
        var head = queue == null ? null : queue.peekFirst();
        if (queue == null || head == null) return false;
        var candidates = waiting.values().stream().mapToInt(ArrayDeque::size).sum();
        var size = slicing.next(head.jobs(), lanes.idle(), candidates);
        var lane = lanes.pick(head.prefix(), size, head.avoid());
        if (lane.isEmpty()) return false;
        queue.removeFirst();
        if (size < head.jobs().size()) {
            queue.addFirst(head.rest(size));
        }
        waiting.remove(study);
        if (!queue.isEmpty()) waiting.put(study, queue); // last in line: studies take turns
        send(head, head.jobs().subList(0, size), lane.getAsInt());
        return true;
    }

    private void send(Waiting from, List<TrialJob> jobs, int lane) {
        var id = lane + "/" + Json.hash(earAddress + "/" + ++sent).substring(0, 24);
        var trial = new Trial(from, lane, nanos.getAsLong());
        jobs.forEach(job -> trial.open.put(job.getJob(), job));
        running.put(id, trial);
        lanes.add(lane, trial.open.size());
        region.tell(
                RunTrial.newBuilder()
                        .setTrial(id)
                        .setReplyTo(earAddress)
                        .setContext(from.run().context())
                        .setState(from.run().state())
                        .addAllJobs(jobs)
                        .build());
    }
}
