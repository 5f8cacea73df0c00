package io.espalier.coordinator.api;

import com.google.protobuf.Message;
import io.espalier.cluster.v1.DescribeStudy;
import io.espalier.cluster.v1.StudyCommand;
import io.espalier.cluster.v1.StudyReply;
import io.espalier.v1.Study;
import io.espalier.v1.StudySpec;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * Asks Study entities, wherever they live. A lost answer is asked for again: every command is
 * idempotent. Blocks; used by virtual threads.
 */
final class StudyCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final int TRIES = 3;

    private final ActorSystem<?> system;
    private final ActorRef<Message> region;

    StudyCalls(ActorSystem<?> system, ActorRef<Message> region) {
        this.system = system;
        this.region = region;
    }

    /**
     * @throws ApiException when the study refuses, or does not answer
     */
    Study ask(String study, StudyCommand.Builder command) {
        var reply = reply(study, command);
        if (reply.hasStudy()) return reply.getStudy();
        throw ApiException.unavailable("an answer that this version cannot read");
    }

    /**
     * @throws ApiException as {@link #ask}
     */
    StudySpec spec(String study) {
        var describe = StudyCommand.newBuilder().setDescribe(DescribeStudy.getDefaultInstance());
        var reply = reply(study, describe);
        if (reply.hasSpec()) return reply.getSpec();
        throw ApiException.unavailable("an answer that this version cannot read");
    }

    private StudyReply reply(String study, StudyCommand.Builder command) {
        for (int i = 1; ; i++) {
            try {
                return accepted(once(study, command));
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof TimeoutException) || i == TRIES) {
                    throw ApiException.unavailable(
                            "study "
                                    + study
                                    + " does not answer; its node may be starting or lost: try"
                                    + " again in a moment");
                }
            }
        }
    }

    private StudyReply once(String study, StudyCommand.Builder command) {
        var resolver = ActorRefResolver.get(system);
        return (StudyReply)
                AskPattern.<Message, Message>ask(
                                region,
                                replyTo ->
                                        command.clone()
                                                .setStudy(study)
                                                .setReplyTo(resolver.toSerializationFormat(replyTo))
                                                .build(),
                                PATIENCE,
                                system.scheduler())
                        .toCompletableFuture()
                        .join();
    }

    private static StudyReply accepted(StudyReply reply) {
        if (reply.hasRefusal()) throw ApiException.of(reply.getRefusal());
        return reply;
    }
}
