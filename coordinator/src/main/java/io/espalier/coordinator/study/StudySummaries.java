package io.espalier.coordinator.study;

import com.google.protobuf.Message;
import io.espalier.cluster.v1.StudyReply;
import io.espalier.coordinator.store.Studies;
import io.espalier.v1.Study;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Writes a study's summaries one after the other, off the actor's thread, and answers a command
 * once its change can be listed. Used by the entity's thread.
 */
final class StudySummaries {
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private record Entry(Study study, @Nullable ActorRef<Message> replyTo) {}

    private final Studies studies;
    private final Consumer<CompletionStage<Void>> pipe;
    private final ArrayDeque<Entry> queue = new ArrayDeque<>();

    /**
     * @param pipe has {@link #written} called on the entity's thread once a write is over
     */
    StudySummaries(Studies studies, Consumer<CompletionStage<Void>> pipe) {
        this.studies = studies;
        this.pipe = pipe;
    }

    void write(Study study, @Nullable ActorRef<Message> replyTo) {
        queue.addLast(new Entry(study, replyTo));
        if (queue.size() == 1) next();
    }

    /** The first one is over, well or not: the journal is what counts. */
    void written() {
        var entry = queue.pollFirst();
        if (entry != null && entry.replyTo != null) {
            entry.replyTo.tell(StudyReply.newBuilder().setStudy(entry.study).build());
        }
        if (!queue.isEmpty()) next();
    }

    boolean isIdle() {
        return queue.isEmpty();
    }

    void refuse(StudyReply refusal) {
        for (var entry : queue) {
            if (entry.replyTo != null) entry.replyTo.tell(refusal);
        }
    }

    private void next() {
        var study = queue.getFirst().study;
        pipe.accept(CompletableFuture.runAsync(() -> studies.put(study), THREADS));
    }
}
