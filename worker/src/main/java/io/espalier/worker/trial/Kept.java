package io.espalier.worker.trial;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Things that are dear to open and worth keeping between uses: open models, processes of metrics.
 * Each is opened once, by a thread of its own, so that a user who is interrupted harms no other; it
 * is closed when nobody has held it for a while. Safe for many threads.
 */
final class Kept<K, V extends AutoCloseable> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Kept.class);

    /** A failure answers for this long, so that a thousand jobs do not all try in turn. */
    static final Duration FAILURE = Duration.ofSeconds(5);

    /** Users whose threads were told to stop need a moment. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Duration idle;
    private final Duration patience;
    private final LongSupplier nanos;
    private final Map<K, Slot> slots = new HashMap<>();
    private boolean closed;

    private final class Slot {
        final CompletableFuture<V> value = new CompletableFuture<>();
        int holders;

        /** When the last holder let go, or the opening failed. */
        long since = nanos.getAsLong();
    }

    /** One user's share. */
    final class Hold implements AutoCloseable {
        private final Slot slot;
        private final V value;

        private Hold(Slot slot, V value) {
            this.slot = slot;
            this.value = value;
        }

        V value() {
            return value;
        }

        @Override
        public void close() {
            release(slot);
        }
    }

    /**
     * @param idle how long a value outlives its last use
     */
    Kept(Duration idle, LongSupplier nanos) {
        this(idle, nanos, PATIENCE);
    }

    /**
     * @param patience how long {@link #close()} waits for users
     */
    Kept(Duration idle, LongSupplier nanos, Duration patience) {
        this.idle = idle;
        this.patience = patience;
        this.nanos = nanos;
    }

    /**
     * Opens the value, waits for who opens it, or shares it. What the opener throws passes through.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    Hold hold(K key, Supplier<V> opener) throws InterruptedException {
        Slot slot;
        synchronized (slots) {
            if (closed) throw new IllegalStateException("this worker is stopping");
            slot = slots.get(key);
            if (slot == null || failedLongAgo(slot)) {
                slot = new Slot();
                slots.put(key, slot);
                open(slot, opener);
            }
            slot.holders++;
        }
        try {
            return new Hold(slot, slot.value.get());
        } catch (InterruptedException e) {
            release(slot);
            throw e;
        } catch (ExecutionException e) {
            release(slot);
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private void open(Slot slot, Supplier<V> opener) {
        Thread.ofPlatform()
                .daemon()
                .name("opening")
                .start(() -> {
                    try {
                        slot.value.complete(opener.get());
                    } catch (Throwable failure) {
                        synchronized (slots) {
                            slot.since = nanos.getAsLong();
                        }
                        slot.value.completeExceptionally(failure);
                    }
                });
    }

    private boolean failedLongAgo(Slot slot) {
        return slot.value.isCompletedExceptionally() && quiet(slot) >= FAILURE.toNanos();
    }

    private long quiet(Slot slot) {
        return nanos.getAsLong() - slot.since;
    }

    private void release(Slot slot) {
        synchronized (slots) {
            slot.holders--;
            if (!slot.value.isCompletedExceptionally()) slot.since = nanos.getAsLong();
            slots.notifyAll();
        }
    }

    /** Closes what nobody has held for a while. */
    void sweep() {
        var over = new ArrayList<Slot>();
        synchronized (slots) {
            slots.values()
                    .removeIf(slot -> {
                        if (slot.holders > 0 || quiet(slot) < idle.toNanos()) return false;
                        over.add(slot);
                        return true;
                    });
        }
        close(over);
    }

    /** Closes everything: what is in use once its users let go, or have been waited for. */
    @Override
    public void close() {
        List<Slot> all;
        synchronized (slots) {
            closed = true;
            awaitUsers();
            all = List.copyOf(slots.values());
            slots.clear();
        }
        close(all);
    }

    /** Holding the lock, which waiting lets go. */
    private void awaitUsers() {
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (slots.values().stream().anyMatch(slot -> slot.holders > 0)) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) return;
                slots.wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A value that is still being opened is closed once it is. */
    private static <V extends AutoCloseable> void close(List<? extends Kept<?, V>.Slot> over) {
        for (var slot : over) {
            slot.value.thenAccept(value -> {
                try {
                    value.close();
                } catch (Exception e) {
                    LOG.warn("Closing {} failed.", value.getClass().getSimpleName(), e);
                }
            });
        }
    }
}
