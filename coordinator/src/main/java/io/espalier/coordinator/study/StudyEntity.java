package io.espalier.coordinator.study;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.espalier.cluster.v1.JobResult;
import io.espalier.cluster.v1.RecordedJob;
import io.espalier.cluster.v1.ResumeStudy;
import io.espalier.cluster.v1.StudyCommand;
import io.espalier.cluster.v1.StudyEnded;
import io.espalier.cluster.v1.StudyJournalEvent;
import io.espalier.cluster.v1.StudyPaused;
import io.espalier.cluster.v1.StudyRefusal;
import io.espalier.cluster.v1.StudyReply;
import io.espalier.cluster.v1.StudyResumed;
import io.espalier.cluster.v1.StudyStarted;
import io.espalier.cluster.v1.StudySubmitted;
import io.espalier.cluster.v1.SubmitStudy;
import io.espalier.coordinator.journal.JournalException;
import io.espalier.coordinator.schedule.SchedulerProtocol.Dropped;
import io.espalier.coordinator.schedule.SchedulerProtocol.Results;
import io.espalier.coordinator.study.StudyRunner.RunEnd;
import io.espalier.coordinator.study.StudyWork.Group;
import io.espalier.v1.StudyEvent.Progress;
import io.espalier.v1.StudyState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.typed.JournalPersistFailed;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;

/**
 * One study, sharded, event-sourced and remembered: it takes commands, keeps every job's result
 * before the optimizer sees it, and runs the optimizer again from the top after a crash, a pause or
 * a move to another node. Its decisions are in the journal; the run, the watchers and the jobs
 * under way are not.
 */
final class StudyEntity
        extends EventSourcedBehavior<StudyEntity.Command, StudyJournalEvent, StudyRecord> {

    sealed interface Command {}

    /** Unwrapped from the wire by the shard. */
    record FromWire(StudyCommand command) implements Command {}

    /** The shard's word to stop: the entity moves, or nobody needs it any more. */
    record Stop() implements Command {}

    private record JobsWanted(int run, List<Group> groups) implements Command {}

    private record JobsRecalled(int run, List<RecordedJob> jobs) implements Command {}

    private record WorkWithdrawn(int run) implements Command {}

    private record Happened(int run, StudyJournalEvent.Builder event) implements Command {}

    private record Ended(int run, RunEnd end) implements Command {}

    private record Broken(int run, JournalException failure) implements Command {}

    private record Answered(List<JobResult> results) implements Command {}

    private record WorkDropped(List<String> jobs) implements Command {}

    private record SummaryWritten(@Nullable Throwable failure) implements Command {}

    private record WatcherGone(ActorRef<Message> watcher) implements Command {}

    private record Tick() implements Command {}

    private record Idle() implements Command {}

    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final ActorContext<Command> context;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final StudyPlace place;
    private final String id;
    private final StudyDispatch dispatch;
    private final StudyWatchers watchers = new StudyWatchers();
    private final StudySummaries summaries;
    private final List<ActorRef<Message>> cancellers = new ArrayList<>();
    private @Nullable StudyRunner runner;
    private int run;

    /** How far this node's runs came; nothing of it is kept. */
    private Progress lastProgress = Progress.getDefaultInstance();

    static Behavior<Command> create(
            String id, ActorRef<ClusterSharding.ShardCommand> shard, StudyPlace place) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new StudyEntity(context, timers, id, shard, place)));
    }

    private StudyEntity(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String id,
            ActorRef<ClusterSharding.ShardCommand> shard,
            StudyPlace place) {
        // An entity that fails is stopped, and its shard makes it anew after a while: nothing that
        // it held in memory survives a journal that could not be written.
        super(persistenceId(id));
        this.context = context;
        this.id = id;
        this.shard = shard;
        this.place = place;
        this.dispatch =
                new StudyDispatch(
                        id,
                        place.scheduler(),
                        context.messageAdapter(Results.class, r -> new Answered(r.results())),
                        context.messageAdapter(Dropped.class, d -> new WorkDropped(d.jobs())));
        this.summaries =
                new StudySummaries(
                        place.studies(),
                        write ->
                                context.pipeToSelf(
                                        write, (_, failure) -> new SummaryWritten(failure)));
        timers.startTimerWithFixedDelay(new Tick(), TICK);
        timers.startTimerWithFixedDelay(new Idle(), IDLE);
    }

    static PersistenceId persistenceId(String study) {
        return PersistenceId.of("Study", study);
    }

    @Override
    public StudyRecord emptyState() {
        return new StudyRecord();
    }

    @Override
    public EventHandler<StudyRecord, StudyJournalEvent> eventHandler() {
        return StudyRecord::apply;
    }

    @Override
    public CommandHandler<Command, StudyJournalEvent, StudyRecord> commandHandler() {
        return this::onCommand;
    }

    @Override
    public SignalHandler<StudyRecord> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::onRecovered)
                .onSignal(JournalPersistFailed.class, this::onJournalFailed)
                .onSignal(PostStop.instance(), _ -> leave())
                .build();
    }

    private Effect<StudyJournalEvent, StudyRecord> onCommand(StudyRecord record, Command command) {
        return switch (command) {
            case FromWire(var wire) -> onWire(record, wire);
            case Stop _ -> Effect().stop();
            case JobsWanted wanted -> onJobsWanted(record, wanted);
            case JobsRecalled recalled -> onJobsRecalled(record, recalled);
            case WorkWithdrawn(var of) -> onWorkWithdrawn(of);
            case Happened(var of, var event) -> onHappened(record, of, event);
            case Ended(var of, var end) -> onEnded(record, of, end);
            case Broken(var of, var failure) -> onBroken(of, failure);
            case Answered(var answers) -> onAnswered(record, answers);
            case WorkDropped(var jobs) -> onDropped(record, jobs);
            case SummaryWritten(var failure) -> onSummaryWritten(failure);
            case WatcherGone(var watcher) -> onWatcherGone(watcher);
            case Tick _ -> onTick(record);
            case Idle _ -> onIdle(record);
        };
    }

    // Commands from other nodes and the API

    private Effect<StudyJournalEvent, StudyRecord> onWire(StudyRecord record, StudyCommand wire) {
        ActorRef<Message> replyTo =
                ActorRefResolver.get(context.getSystem()).resolveActorRef(wire.getReplyTo());
        if (!record.exists() && !wire.hasSubmit()) {
            replyTo.tell(
                    refusal(StudyRefusal.Kind.NO_SUCH_STUDY, "there is no study '" + id + "'"));
            passivate();
            return Effect().none();
        }
        return switch (wire.getCommandCase()) {
            case SUBMIT -> onSubmit(record, wire.getSubmit(), replyTo);
            case GET -> answer(record, replyTo);
            case WATCH -> onWatch(record, wire.getWatch().getAfter(), replyTo);
            case UNWATCH -> onWatcherGone(replyTo);
            case PAUSE -> onPause(record, replyTo);
            case RESUME -> onResume(record, wire.getResume(), replyTo);
            case CANCEL -> onCancel(record, replyTo);
            case DESCRIBE -> onDescribe(record, replyTo);
            case COMMAND_NOT_SET -> Effect().none();
        };
    }

    private Effect<StudyJournalEvent, StudyRecord> onSubmit(
            StudyRecord record, SubmitStudy submit, ActorRef<Message> replyTo) {
        if (record.exists()) {
            if (record.specHash().equals(submit.getSpecHash())) return answer(record, replyTo);
            replyTo.tell(
                    refusal(
                            StudyRefusal.Kind.OTHER_STUDY,
                            "the request id was used for another study, "
                                    + id
                                    + "; use each id for one"));
            return Effect().none();
        }
        var submitted =
                StudySubmitted.newBuilder()
                        .setStudy(id)
                        .setSpec(submit.getSpec())
                        .setSpecHash(submit.getSpecHash())
                        .setRequestId(submit.getRequestId())
                        .setForkedFrom(submit.getForkedFrom());
        return Effect()
                .persist(event().setSubmitted(submitted).build())
                .thenRun(now -> {
                    changed(now, replyTo);
                    startIfDue(now);
                });
    }

    private Effect<StudyJournalEvent, StudyRecord> onWatch(
            StudyRecord record, long after, ActorRef<Message> watcher) {
        if (watchers.add(watcher)) context.watchWith(watcher, new WatcherGone(watcher));
        // Whoever knows all events of an ended study still has to learn that nothing follows.
        var from = record.hasEnded() ? Math.min(after, record.lastNumber() - 1) : after;
        record.eventsAfter(from).forEach(watcher::tell);
        return Effect().none();
    }

    private Effect<StudyJournalEvent, StudyRecord> onWatcherGone(ActorRef<Message> watcher) {
        if (watchers.remove(watcher)) context.unwatch(watcher);
        return Effect().none();
    }

    private Effect<StudyJournalEvent, StudyRecord> onPause(
            StudyRecord record, ActorRef<Message> replyTo) {
        if (record.state() == StudyState.PAUSED) return answer(record, replyTo);
        if (!record.isToRun() || !cancellers.isEmpty()) return refuse(record, "paused", replyTo);
        return Effect()
                .persist(event().setPaused(StudyPaused.getDefaultInstance()).build())
                .thenRun(now -> {
                    endRun();
                    dispatch.withdraw();
                    changed(now, replyTo);
                });
    }

    private Effect<StudyJournalEvent, StudyRecord> onResume(
            StudyRecord record, ResumeStudy resume, ActorRef<Message> replyTo) {
        // Asked for again because an answer was lost.
        var done = !resume.hasBudget() || resume.getSpecHash().equals(record.specHash());
        if (record.isToRun() && done) return answer(record, replyTo);
        var canGoOn =
                switch (record.state()) {
                    case PAUSED, FAILED -> true;
                    case FINISHED -> resume.hasBudget();
                    default -> false;
                };
        if (!canGoOn || !cancellers.isEmpty()) {
            var hint = record.state() == StudyState.FINISHED ? " but with a larger budget" : "";
            return refuse(record, "resumed" + hint, replyTo);
        }
        var resumed = StudyResumed.newBuilder();
        if (resume.hasBudget()) {
            resumed.setBudget(resume.getBudget()).setSpecHash(resume.getSpecHash());
        }
        return Effect()
                .persist(event().setResumed(resumed).build())
                .thenRun(now -> {
                    changed(now, replyTo);
                    startIfDue(now);
                });
    }

    /** What was learned is found by the run, which ends at the next job that is not recorded. */
    private Effect<StudyJournalEvent, StudyRecord> onCancel(
            StudyRecord record, ActorRef<Message> replyTo) {
        if (record.state() == StudyState.CANCELLED) return answer(record, replyTo);
        if (record.hasEnded()) return refuse(record, "cancelled", replyTo);
        cancellers.add(replyTo);
        var running = runner;
        if (running != null) {
            running.stop("cancelled");
        } else {
            start(record).stop("cancelled");
        }
        return Effect().none();
    }

    private Effect<StudyJournalEvent, StudyRecord> onDescribe(
            StudyRecord record, ActorRef<Message> replyTo) {
        replyTo.tell(StudyReply.newBuilder().setSpec(record.spec()).build());
        return Effect().none();
    }

    private Effect<StudyJournalEvent, StudyRecord> refuse(
            StudyRecord record, String verb, ActorRef<Message> replyTo) {
        var state =
                cancellers.isEmpty()
                        ? record.state().name().toLowerCase(java.util.Locale.ROOT)
                        : "being cancelled";
        replyTo.tell(
                refusal(
                        StudyRefusal.Kind.WRONG_STATE,
                        "study " + id + " is " + state + " and cannot be " + verb));
        return Effect().none();
    }

    private Effect<StudyJournalEvent, StudyRecord> answer(
            StudyRecord record, ActorRef<Message> replyTo) {
        var running = runner;
        if (running != null) lastProgress = running.progress();
        var study = record.study();
        if (!record.hasEnded()) study = StudyResults.soFar(study, lastProgress);
        replyTo.tell(StudyReply.newBuilder().setStudy(study).build());
        return Effect().none();
    }

    // The run

    private void onRecovered(StudyRecord record) {
        if (!record.exists()) return;
        summaries.write(record.study(), null);
        startIfDue(record);
    }

    private void startIfDue(StudyRecord record) {
        if (place.works() && record.isToRun() && runner == null && !dispatch.isWithdrawing()) {
            start(record);
            var node = context.getSystem().address().toString();
            tell(run, event().setStarted(StudyStarted.newBuilder().setNode(node)));
        }
    }

    private StudyRunner start(StudyRecord record) {
        int number = ++run;
        var self = context.getSelf();
        var started =
                new StudyRunner(
                        place.tools(),
                        id,
                        record.spec(),
                        new StudyRunner.Desk() {
                            @Override
                            public void ask(List<Group> groups) {
                                self.tell(new JobsWanted(number, groups));
                            }

                            @Override
                            public void recalled(List<RecordedJob> jobs) {
                                self.tell(new JobsRecalled(number, jobs));
                            }

                            @Override
                            public void withdraw() {
                                self.tell(new WorkWithdrawn(number));
                            }

                            @Override
                            public void happened(StudyJournalEvent.Builder event) {
                                tell(number, event);
                            }

                            @Override
                            public void ended(RunEnd end) {
                                self.tell(new Ended(number, end));
                            }

                            @Override
                            public void broken(JournalException failure) {
                                self.tell(new Broken(number, failure));
                            }
                        });
        runner = started;
        started.start(record.past());
        return started;
    }

    private void tell(int number, StudyJournalEvent.Builder event) {
        context.getSelf().tell(new Happened(number, event));
    }

    private void endRun() {
        run++;
        var running = runner;
        if (running != null) {
            lastProgress = running.progress();
            running.abandon();
        }
        runner = null;
    }

    private Effect<StudyJournalEvent, StudyRecord> onDropped(
            StudyRecord record, List<String> jobs) {
        dispatch.dropped(jobs);
        startIfDue(record);
        return Effect().none();
    }

    private Effect<StudyJournalEvent, StudyRecord> onWorkWithdrawn(int of) {
        if (of == run) dispatch.withdraw();
        return Effect().none();
    }

    private Effect<StudyJournalEvent, StudyRecord> onJobsWanted(
            StudyRecord record, JobsWanted wanted) {
        var running = runner;
        if (wanted.run != run || running == null) return Effect().none();
        var known = dispatch.ask(wanted.groups, record);
        if (!known.isEmpty()) running.answer(known);
        return Effect().none();
    }

    private Effect<StudyJournalEvent, StudyRecord> onAnswered(
            StudyRecord record, List<JobResult> answers) {
        var recording = dispatch.answered(answers, record);
        if (recording.isEmpty()) return Effect().none();
        return Effect()
                .persist(event().setJobs(recording.event()).build())
                .thenRun(_ -> {
                    var running = runner;
                    if (running != null) running.answer(recording.answers());
                });
    }

    /** The run hears which of them are recorded as such; it asks for the others. */
    private Effect<StudyJournalEvent, StudyRecord> onJobsRecalled(
            StudyRecord record, JobsRecalled recalled) {
        var running = runner;
        if (recalled.run != run || running == null) return Effect().none();
        var ids = recalled.jobs.stream().map(RecordedJob::getJob).toList();
        var fresh = dispatch.recalled(recalled.jobs, record);
        if (fresh.getJobsCount() == 0) {
            running.taken(ids.stream().filter(record::isReused).toList());
            return Effect().none();
        }
        return Effect()
                .persist(event().setJobs(fresh).build())
                .thenRun(now -> running.taken(ids.stream().filter(now::isReused).toList()));
    }

    private Effect<StudyJournalEvent, StudyRecord> onHappened(
            StudyRecord record, int of, StudyJournalEvent.Builder what) {
        if (of != run || record.hasEnded() || record.knows(what)) return Effect().none();
        var before = record.lastNumber();
        return Effect()
                .persist(what.setTime(time()).build())
                .thenRun(now -> {
                    watchers.tell(now.eventsAfter(before));
                    if (what.hasStarted()) summaries.write(now.study(), null);
                });
    }

    private Effect<StudyJournalEvent, StudyRecord> onEnded(StudyRecord record, int of, RunEnd end) {
        if (of != run) return Effect().none();
        if (runner != null) lastProgress = runner.progress();
        runner = null;
        run++;
        var cancelled = !cancellers.isEmpty();
        var at = Instant.now();
        var study = StudyResults.of(record, end, cancelled, lastProgress, at);
        var ended = StudyEnded.newBuilder().setResult(study);
        var result = end.result();
        if (result != null) {
            ended.setState(ByteString.copyFromUtf8(result.learned().toJson().toString()));
        }
        var before = record.lastNumber();
        return Effect()
                .persist(event().setTime(time(at)).setEnded(ended).build())
                .thenRun(now -> {
                    dispatch.forget();
                    watchers.tell(now.eventsAfter(before));
                    var replies = List.copyOf(cancellers);
                    cancellers.clear();
                    if (replies.isEmpty()) summaries.write(now.study(), null);
                    replies.forEach(replyTo -> summaries.write(now.study(), replyTo));
                });
    }

    // Housekeeping

    private void changed(StudyRecord now, ActorRef<Message> replyTo) {
        watchers.tell(now.eventsAfter(now.lastNumber() - 1));
        summaries.write(now.study(), replyTo);
    }

    private Effect<StudyJournalEvent, StudyRecord> onSummaryWritten(@Nullable Throwable failure) {
        if (failure == null) {
            summaries.written();
        } else {
            // Tried again at the next tick.
            context.getLog().warn("the summary of study {} was not written", id, failure);
            summaries.failed();
        }
        return Effect().none();
    }

    private Effect<StudyJournalEvent, StudyRecord> onTick(StudyRecord record) {
        summaries.next();
        var running = runner;
        if (running != null) watchers.progress(id, record.lastNumber(), running.progress());
        return Effect().none();
    }

    private Effect<StudyJournalEvent, StudyRecord> onIdle(StudyRecord record) {
        var needed = record.exists() && !record.hasEnded();
        if (!needed && watchers.isEmpty() && summaries.isIdle()) passivate();
        return Effect().none();
    }

    private void passivate() {
        shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }

    private void onJournalFailed(StudyRecord record, JournalPersistFailed failed) {
        giveUp(failed.failure());
    }

    /** A run that could not use the database: the study stays as the journal has it. */
    private Effect<StudyJournalEvent, StudyRecord> onBroken(int of, JournalException failure) {
        if (of != run) return Effect().none();
        giveUp(failure);
        return Effect().stop();
    }

    /** The journal is what makes a study durable: without it nothing goes on. */
    private void giveUp(Throwable failure) {
        context.getLog().error("the journal of study {} cannot be used", id, failure);
        var refusal =
                refusal(
                        StudyRefusal.Kind.JOURNAL,
                        place.journal().explain(failure)
                                + "; what was recorded is kept, and the study goes on from there");
        watchers.refuse(refusal);
        summaries.refuse(refusal);
        cancellers.forEach(replyTo -> replyTo.tell(refusal));
        leave();
    }

    private void leave() {
        endRun();
        dispatch.forget();
    }

    private static StudyReply refusal(StudyRefusal.Kind kind, String message) {
        return StudyReply.newBuilder()
                .setRefusal(StudyRefusal.newBuilder().setKind(kind).setMessage(message))
                .build();
    }

    private static StudyJournalEvent.Builder event() {
        return StudyJournalEvent.newBuilder().setTime(time());
    }

    private static Timestamp time() {
        return time(Instant.now());
    }

    private static Timestamp time(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
