package io.espalier.coordinator.study;

import com.google.protobuf.ByteString;
import io.espalier.coordinator.journal.Database;
import io.espalier.coordinator.journal.JournalException;
import io.espalier.coordinator.store.SharedResults;
import io.espalier.coordinator.study.StudyPast.Origin;
import io.espalier.optimizers.spec.StudySpec;
import io.espalier.optimizers.study.Asked;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one run of a study takes from other studies, and leaves to them. Used by the run's thread;
 * writes go on behind it.
 */
final class EarlierResults {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierResults.class);
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    /** What a node's studies share. Safe for many threads. */
    static final class Shared {
        private final StudyJournals journals;
        private final SharedResults results;
        private final Sharing sharing;
        private @Nullable String code;

        Shared(Database database, Sharing sharing) {
            this.journals = new StudyJournals(database);
            this.results = new SharedResults(database, sharing.limit());
            this.sharing = sharing;
        }

        /** It does not change while this process runs. */
        private synchronized String code() {
            var known = code;
            if (known == null) {
                known =
                        sharing.code().stream()
                                .map(FileContents::hash)
                                .collect(Collectors.joining("\n"));
                code = known;
            }
            return known;
        }

        /** Reads the database; not for an actor's thread. */
        OriginResults origin(Optional<Origin> origin, io.espalier.v1.StudySpec spec) {
            return origin.map(one -> OriginResults.of(journals.record(one), spec))
                    .orElse(OriginResults.NONE);
        }

        private ResultIdentity identity(StudySpec spec) {
            return ResultIdentity.of(spec, code(), sharing.embedded());
        }
    }

    private final SharedResults results;
    private final @Nullable ResultIdentity identity;

    /** Packed outcomes of the study that this one was forked from, by job. */
    private final Map<String, ByteString> inherited;

    private CompletableFuture<Void> writes = CompletableFuture.completedFuture(null);

    /**
     * Reads files and the database; not for an actor's thread.
     *
     * @param inherited results of the study that this one was forked from
     */
    EarlierResults(StudySpec spec, Map<String, ByteString> inherited, Shared shared) {
        this.results = shared.results;
        this.inherited = inherited;
        this.identity = spec.reuse() ? shared.identity(spec) : null;
    }

    /**
     * @return packed outcomes by job id, of as many as are known
     */
    Map<String, ByteString> find(List<Asked> jobs) {
        var found = new HashMap<String, ByteString>();
        for (var job : jobs) {
            var outcome = inherited.get(job.id());
            if (outcome != null) found.put(job.id(), outcome);
        }
        if (identity == null) return found;
        var ids = new HashMap<String, String>();
        for (var job : jobs) {
            if (!found.containsKey(job.id())) ids.put(identity.of(job.id(), job.job()), job.id());
        }
        results.find(ids.keySet())
                .forEach((id, outcome) ->
                        found.put(ids.getOrDefault(id, ""), ByteString.copyFrom(outcome)));
        return found;
    }

    /**
     * Leaves results to later studies, soon.
     *
     * @param packed outcomes of the jobs, which would come out again
     */
    void keep(Map<Asked, ByteString> packed) {
        if (identity == null || packed.isEmpty()) return;
        var byIdentity = new HashMap<String, byte[]>();
        packed.forEach((job, outcome) ->
                byIdentity.put(identity.of(job.id(), job.job()), outcome.toByteArray()));
        // No more than one portion waits: a disk that is slow slows the study.
        flush();
        writes = CompletableFuture.runAsync(() -> put(byIdentity), THREADS);
    }

    private void put(Map<String, byte[]> outcomes) {
        try {
            results.put(outcomes);
        } catch (JournalException e) {
            LOG.warn("{} results were not left to later studies", outcomes.size(), e);
        }
    }

    /** Blocks until all that was kept can be found. */
    void flush() {
        writes.join();
    }
}
