package io.espalier.signatures.model;

import io.espalier.signatures.job.Blame;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Answers by what was asked, each asked for once; see {@link CompletionMemory} for what that means.
 *
 * @param <A> an answer
 */
final class AnswerMemory<A> {
    private final long limit;
    private final ToLongFunction<A> size;
    private final UnaryOperator<A> saved;
    private final Map<Object, A> known = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Object, CompletableFuture<Optional<A>>> underWay = new HashMap<>();
    private long bytes;

    /**
     * @param limit most memory for answers, in bytes
     * @param size of an answer in bytes
     * @param saved what one gets who did not have to ask
     */
    AnswerMemory(long limit, ToLongFunction<A> size, UnaryOperator<A> saved) {
        this.limit = limit;
        this.size = size;
        this.saved = saved;
    }

    A answer(Object key, Supplier<A> ask) {
        while (true) {
            CompletableFuture<Optional<A>> others;
            CompletableFuture<Optional<A>> own = new CompletableFuture<>();
            synchronized (this) {
                var remembered = known.get(key);
                if (remembered != null) return saved.apply(remembered);
                others = underWay.putIfAbsent(key, own);
            }
            if (others == null) return ask(key, own, ask);
            var shared = await(others);
            if (shared.isPresent()) return saved.apply(shared.get());
        }
    }

    private A ask(Object key, CompletableFuture<Optional<A>> own, Supplier<A> ask) {
        A fresh = null;
        ModelException failure = null;
        try {
            fresh = ask.get();
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

    private synchronized void settle(Object key, @Nullable A fresh) {
        underWay.remove(key);
        if (fresh == null) return;
        known.put(key, fresh);
        bytes += size.applyAsLong(fresh);
        for (Iterator<A> eldest = known.values().iterator(); bytes > limit && eldest.hasNext(); ) {
            bytes -= size.applyAsLong(eldest.next());
            eldest.remove();
        }
    }

    private static <A> Optional<A> await(Future<Optional<A>> call) {
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
