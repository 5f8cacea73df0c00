package io.espalier.worker.trial;

import com.google.protobuf.Message;
import io.espalier.cluster.v1.CancelTrial;
import io.espalier.cluster.v1.JobResult;
import io.espalier.cluster.v1.RunTrial;
import io.espalier.cluster.v1.TrialDone;
import io.espalier.cluster.v1.TrialProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jspecify.annotations.Nullable;

/**
 * One trial: runs its jobs on virtual threads, tells its scheduler of finished ones every half
 * second and that it lives every two, and ends with {@link TrialDone}. Told to stop early
 * (cancelled, or its lane moves to another worker), it sends what it has; the scheduler asks the
 * rest again elsewhere.
 */
final class TrialEntity extends AbstractMatchingBehavior<TrialEntity.Command> {

    sealed interface Command {}

    /** Unwrapped from the wire by the shard. */
    record Start(RunTrial trial) implements Command {}

    record Cancel() implements Command {}

    /** The shard's own: it waits for the entity to end, whether it was passivated or moves away. */
    record Stop() implements Command {}

    private record JobFinished(JobResult result) implements Command {}

    private record Tick() implements Command {}

    private static final Duration FLUSH = Duration.ofMillis(500);
    private static final int TICKS_PER_SIGN_OF_LIFE = 4;
    private static final int PIECE = 256 * 1024;

    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final Workbench bench;
    private final String worker;
    private final List<JobResult> unsent = new ArrayList<>();
    private @Nullable RunTrial trial;
    private @Nullable ActorRef<Message> replyTo;
    private @Nullable ExecutorService threads;
    private int open;
    private int quietTicks;

    static Behavior<Command> create(ActorRef<ClusterSharding.ShardCommand> shard, Workbench bench) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> {
                    timers.startTimerWithFixedDelay(new Tick(), FLUSH);
                    return new TrialEntity(context, shard, bench);
                }));
    }

    private TrialEntity(
            ActorContext<Command> context,
            ActorRef<ClusterSharding.ShardCommand> shard,
            Workbench bench) {
        super(context);
        this.shard = shard;
        this.bench = bench;
        this.worker = context.getSystem().address().hostPort();
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Start(var asked) -> onStart(asked);
            case JobFinished(var result) -> onJobFinished(result);
            case Tick _ -> onTick();
            case Cancel _ -> onCancel();
            case Stop _ -> onStop();
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop && threads != null) threads.shutdownNow();
        return this;
    }

    private Behavior<Command> onStart(RunTrial asked) {
        replyTo =
                ActorRefResolver.get(getContext().getSystem()).resolveActorRef(asked.getReplyTo());
        if (trial != null) return this; // asked twice: it runs already
        trial = asked;
        open = asked.getJobsCount();
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        threads = executor;
        var self = getContext().getSelf();
        for (var job : asked.getJobsList()) {
            executor.execute(() -> {
                var result = bench.run(asked, job);
                if (!Thread.currentThread().isInterrupted()) self.tell(new JobFinished(result));
            });
        }
        return this;
    }

    private Behavior<Command> onJobFinished(JobResult result) {
        unsent.add(result);
        return --open == 0 ? end() : this;
    }

    private Behavior<Command> onTick() {
        if (trial == null || replyTo == null) return this;
        if (unsent.isEmpty() && ++quietTicks < TICKS_PER_SIGN_OF_LIFE) return this;
        quietTicks = 0;
        replyTo.tell(progress(trial, lastPiece(trial, replyTo)));
        return this;
    }

    /** Sends all but a last piece ahead, so that no message outgrows what remoting carries. */
    private List<JobResult> lastPiece(RunTrial running, ActorRef<Message> scheduler) {
        var piece = new ArrayList<JobResult>();
        int bytes = 0;
        for (var result : unsent) {
            bytes += result.getSerializedSize();
            if (bytes > PIECE && !piece.isEmpty()) {
                scheduler.tell(progress(running, piece));
                piece.clear();
                bytes = result.getSerializedSize();
            }
            piece.add(result);
        }
        unsent.clear();
        return piece;
    }

    private TrialProgress progress(RunTrial running, List<JobResult> results) {
        return TrialProgress.newBuilder()
                .setTrial(running.getTrial())
                .addAllResults(results)
                .setWorker(worker)
                .build();
    }

    private Behavior<Command> onCancel() {
        return end();
    }

    private Behavior<Command> onStop() {
        tellDone();
        return Behaviors.stopped();
    }

    /** The shard forgets the entity first, so that no message to it is lost in between. */
    private Behavior<Command> end() {
        tellDone();
        if (threads != null) threads.shutdownNow();
        shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
        return this;
    }

    private void tellDone() {
        if (trial != null && replyTo != null) {
            replyTo.tell(
                    TrialDone.newBuilder()
                            .setTrial(trial.getTrial())
                            .addAllResults(lastPiece(trial, replyTo))
                            .setWorker(worker)
                            .build());
        }
        unsent.clear();
        trial = null;
    }

    /** What the shard does with messages from the wire: which entity, which lane. */
    static final class Extractor
            extends org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor<
                    Message, Command> {
        @Override
        public String entityId(Message message) {
            return switch (message) {
                case RunTrial run -> run.getTrial();
                case CancelTrial cancel -> cancel.getTrial();
                default ->
                        throw new IllegalArgumentException(
                                "not for a trial: " + message.getClass());
            };
        }

        /** A trial's id is {@code <lane>/<hash>}; the lane is its shard. */
        @Override
        public String shardId(String entityId) {
            return entityId.substring(0, entityId.indexOf('/'));
        }

        @Override
        public Command unwrapMessage(Message message) {
            return switch (message) {
                case RunTrial run -> new Start(run);
                case CancelTrial _ -> new Cancel();
                default ->
                        throw new IllegalArgumentException(
                                "not for a trial: " + message.getClass());
            };
        }
    }
}
