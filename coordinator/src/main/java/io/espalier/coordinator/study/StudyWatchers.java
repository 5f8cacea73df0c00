package io.espalier.coordinator.study;

import com.google.protobuf.Message;
import io.espalier.cluster.v1.StudyReply;
import io.espalier.v1.StudyEvent;
import io.espalier.v1.StudyEvent.Progress;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/** Who follows a study. Used by the entity's thread. */
final class StudyWatchers {
    private final Set<ActorRef<Message>> watchers = new LinkedHashSet<>();
    private Progress shown = Progress.getDefaultInstance();

    /** False for one that is known. */
    boolean add(ActorRef<Message> watcher) {
        shown = Progress.getDefaultInstance();
        return watchers.add(watcher);
    }

    boolean remove(ActorRef<Message> watcher) {
        return watchers.remove(watcher);
    }

    boolean isEmpty() {
        return watchers.isEmpty();
    }

    void tell(List<StudyEvent> events) {
        for (var event : events) watchers.forEach(watcher -> watcher.tell(event));
    }

    /** Tells how far the study is, if that changed. */
    void progress(String study, long number, Progress progress) {
        if (watchers.isEmpty() || progress.equals(shown)) return;
        shown = progress;
        var now = Instant.now();
        var event = StudyEvent.newBuilder().setStudy(study).setNumber(number).setProgress(progress);
        event.getTimeBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano());
        tell(List.of(event.build()));
    }

    /** Nothing more will come. */
    void refuse(StudyReply refusal) {
        watchers.forEach(watcher -> watcher.tell(refusal));
        watchers.clear();
    }
}
