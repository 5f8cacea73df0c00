package io.espalier.coordinator.api;

import com.google.protobuf.Message;
import io.espalier.cluster.v1.StudyCommand;
import io.espalier.cluster.v1.StudyReply;
import io.espalier.cluster.v1.UnwatchStudy;
import io.espalier.cluster.v1.WatchStudy;
import io.espalier.v1.StudyEvent;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * One watcher's stream: hands kept events on in order and each once, asks again for what is
 * missing, and leaves progress out while the reader is slow.
 */
final class Watch extends AbstractMatchingBehavior<Watch.Command> {
    sealed interface Command {}

    /** The reader went away. */
    record Cancelled() implements Command {}

    private record Heard(Message message) implements Command {}

    private record AskAgain() implements Command {}

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final ActorRef<Message> region;
    private final String study;
    private final ServerCallStreamObserver<StudyEvent> stream;
    private final String address;
    private long seen;

    static ActorRef<Command> start(
            ActorSystem<?> system,
            ActorRef<Message> region,
            String study,
            long after,
            ServerCallStreamObserver<StudyEvent> stream) {
        Behavior<Command> behavior =
                Behaviors.setup(context ->
                        Behaviors.withTimers(timers -> {
                            timers.startTimerWithFixedDelay(new AskAgain(), PAUSE);
                            return new Watch(context, region, study, after, stream);
                        }));
        return system.systemActorOf(
                behavior, "watch-" + study + "-" + UUID.randomUUID(), Props.empty());
    }

    private Watch(
            ActorContext<Command> context,
            ActorRef<Message> region,
            String study,
            long after,
            ServerCallStreamObserver<StudyEvent> stream) {
        super(context);
        this.region = region;
        this.study = study;
        this.stream = stream;
        this.seen = after;
        var ear = context.messageAdapter(Message.class, Heard::new);
        this.address = ActorRefResolver.get(context.getSystem()).toSerializationFormat(ear);
        ask();
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Heard(StudyEvent event) -> onEvent(event);
            case Heard(StudyReply reply) -> onRefused(reply);
            case Heard(var other) -> ignore(other);
            case AskAgain _ -> ask();
            case Cancelled _ -> {
                leave();
                yield Behaviors.stopped();
            }
        };
    }

    private Behavior<Command> onEvent(StudyEvent event) {
        if (event.hasProgress()) {
            if (stream.isReady()) stream.onNext(event);
            return this;
        }
        // One went missing on the way: what follows it waits until it was asked for again.
        if (event.getNumber() > seen + 1) return ask();
        if (event.getNumber() > seen) {
            seen = event.getNumber();
            stream.onNext(event);
        }
        if (!event.hasEnded()) return this;
        stream.onCompleted();
        leave();
        return Behaviors.stopped();
    }

    private Behavior<Command> onRefused(StudyReply reply) {
        stream.onError(ApiException.of(reply.getRefusal()).toStatus());
        return Behaviors.stopped();
    }

    private Behavior<Command> ignore(Message other) {
        getContext().getLog().warn("Ignored a {} meant for nobody here.", other.getClass());
        return this;
    }

    private Behavior<Command> ask() {
        var watch = WatchStudy.newBuilder().setAfter(seen);
        region.tell(command().setWatch(watch).build());
        return this;
    }

    private void leave() {
        region.tell(command().setUnwatch(UnwatchStudy.getDefaultInstance()).build());
    }

    private StudyCommand.Builder command() {
        return StudyCommand.newBuilder().setStudy(study).setReplyTo(address);
    }
}
