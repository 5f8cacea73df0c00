package io.espalier.signatures.model;

import io.espalier.signatures.job.Blame;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What models wrote, by what they were asked: an equal request of the same scope is answered once.
 * Requests that come while an equal one is under way wait for it and share its answer. What was not
 * asked for longest is forgotten when the memory is full. Safe for many threads.
 *
 * <p>Equal means all of it: messages, sampling, stop texts, format. So a request that draws its
 * tokens without a seed is answered once, too, and further draws need seeds of their own, as
 * rollouts have ({@link io.espalier.signatures.job.Rollout}).
 *
 * <p>A failure is shared with those who wait for it and not remembered. The failure of a caller
 * that was interrupted is its own: one of those who wait asks in its place.
 */
public final class CompletionMemory {
    /** Enough for some ten thousand answers. */
    public static final long DEFAULT_BYTES = 64L << 20;

    /** About what an entry takes beside its text. */
    private static final long ENTRY = 320;

    private record Key(Object scope, Fingerprint request) {}

    private final long limit;
    private final Map<Key, Completion> known = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Key, CompletableFuture<Optional<Completion>>> underWay = new HashMap<>();
    private long bytes;

    /**
     * @param limit most memory for answers, in bytes
     */
    public CompletionMemory(long limit) {
        this.limit = limit;
    }

    /**
     * Answers from memory, from an equal call that is under way, or by {@code model}. A remembered
     * answer has no usage but {@linkplain Usage#saved what it saved}.
     *
     * @param scope what else decides the answer, compared by value: the model, and whoever may
     *     share its answers
     */
    Completion complete(Object scope, ModelRequest request, LanguageModel model) {
        var key = new Key(scope, Fingerprint.of(request));
        while (true) {
            CompletableFuture<Optional<Completion>> others;
            CompletableFuture<Optional<Completion>> own = new CompletableFuture<>();
            synchronized (this) {
                var remembered = known.get(key);
                if (remembered != null) return saved(remembered);
                others = underWay.putIfAbsent(key, own);
            }
            if (others == null) return ask(key, own, request, model);
            var shared = await(others);
            if (shared.isPresent()) return saved(shared.get());
        }
    }

    private static Completion saved(Completion known) {
        return new Completion(known.text(), known.finish(), known.usage().asSaved(), known.took());
    }

    private Completion ask(
            Key key,
            CompletableFuture<Optional<Completion>> own,
            ModelRequest request,
            LanguageModel model) {
        Completion fresh = null;
        ModelException failure = null;
        try {
            long asked = System.nanoTime();
            var completion = model.complete(request);
            fresh =
                    completion.took() != null
                            ? completion
                            : completion.withTook(Duration.ofNanos(System.nanoTime() - asked));
            return fresh;
        } catch (ModelException e) {
            if (!Thread.currentThread().isInterrupted()) failure = e;
            throw e;
        } finally {
            settle(key, fresh);
            if (failure == null) own.complete(Optional.ofNullable(fresh));
            else own.completeExceptionally(failure);
        }
    }

    private synchronized void settle(Key key, @Nullable Completion fresh) {
        underWay.remove(key);
        if (fresh == null) return;
        known.put(key, fresh);
        bytes += size(fresh);
        for (Iterator<Completion> eldest = known.values().iterator();
                bytes > limit && eldest.hasNext(); ) {
            bytes -= size(eldest.next());
            eldest.remove();
        }
    }

    private static long size(Completion completion) {
        return ENTRY + 2L * completion.text().length();
    }

    private static Optional<Completion> await(Future<Optional<Completion>> call) {
        try {
            return call.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException(Blame.MACHINE, "the model call was cancelled", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ModelException failure) throw failure;
            throw new IllegalStateException(e);
        }
    }
}
