package io.espalier.worker.provider;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Values that are expensive to open, each open once while anybody holds it; the last holder's
 * release closes it. Opening one value keeps others waiting only when they want the same key.
 */
public final class Shared<K, V extends AutoCloseable> {

    private final Function<K, V> opener;
    private final Map<K, Slot> slots = new HashMap<>();

    private final class Slot {
        int holders;
        V value;

        @SuppressWarnings("NullAway.Init")
        Slot() {}
    }

    /** One holder's share of a value. */
    public final class Hold implements AutoCloseable {
        private final K key;
        private final Slot slot;
        private boolean released;

        private Hold(K key, Slot slot) {
            this.key = key;
            this.slot = slot;
        }

        public V value() {
            return slot.value;
        }

        /** Gives the share back; again does nothing. */
        @Override
        public void close() {
            synchronized (slots) {
                if (released) {
                    return;
                }
                released = true;
            }
            release(key, slot);
        }
    }

    public Shared(Function<K, V> opener) {
        this.opener = opener;
    }

    /** Opens the value, or joins those who hold it. What the opener throws passes through. */
    public Hold hold(K key) {
        Slot slot;
        synchronized (slots) {
            slot = slots.computeIfAbsent(key, k -> new Slot());
            slot.holders++;
        }
        try {
            synchronized (slot) {
                if (slot.value == null) {
                    slot.value = opener.apply(key);
                }
            }
        } catch (RuntimeException | Error e) {
            release(key, slot);
            throw e;
        }
        return new Hold(key, slot);
    }

    private void release(K key, Slot slot) {
        synchronized (slots) {
            if (--slot.holders > 0) {
                return;
            }
            slots.remove(key);
        }
        synchronized (slot) {
            if (slot.value != null) {
                try {
                    slot.value.close();
                } catch (Exception e) {
                    throw new IllegalStateException("closing " + key, e);
                }
            }
        }
    }
}
