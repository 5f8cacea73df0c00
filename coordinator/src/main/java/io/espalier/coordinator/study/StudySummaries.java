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
 * once its change can be found and listed. Used by the entity's thread.
 */
final class StudySummaries {
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private record Entry(Study study, @Nullable ActorRef<Message> replyTo) {}

    private final Studies studies;
    private final Consumer<CompletionStage<Void>> pipe;
    private final ArrayDeque<Entry> queue = new ArrayDeque<>();
    private boolean writing;

    /**
     * @param pipe has {@link #written} or {@link #failed} called on the entity's thread once a
     *     write is over
     */
    StudySummaries(Studies studies, Consumer<CompletionStage<Void>> pipe) {
        this.studies = studies;
        this.pipe = pipe;
    }

    void write(Study study, @Nullable ActorRef<Message> replyTo) {
        queue.addLast(new Entry(study, replyTo));
        next();
    }

    /** The first one is kept. */
    void written() {
        writing = false;
        var entry = queue.pollFirst();
        if (entry != null && entry.replyTo != null) {
            entry.replyTo.tell(StudyReply.newBuilder().setStudy(entry.study).build());
        }
        next();
    }

    /** The first one is not kept, and is tried again by {@link #next}. */
    void failed() {
        writing = false;
    }

    /** Writes the first one that waits, if none is being written. */
    void next() {
        if (writing || queue.isEmpty()) return;
        writing = true;
        var study = queue.getFirst().study;
        pipe.accept(CompletableFuture.runAsync(() -> studies.put(study), THREADS));
    }

    boolean isIdle() {
        return queue.isEmpty();
    }

    /** Answers all that wait with the refusal; their changes are not in the journal. */
    void refuse(StudyReply refusal) {
        for (var entry : queue) {
            if (entry.replyTo != null) entry.replyTo.tell(refusal);
        }
        // What is being written stays, so that its end finds it.
        while (queue.size() > (writing ? 1 : 0)) queue.removeLast();
    }
}
