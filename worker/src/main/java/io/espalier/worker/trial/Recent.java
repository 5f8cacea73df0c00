package io.espalier.worker.trial;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What was read lately, by the bytes that it was read from. Safe for many threads. */
final class Recent<K, V> {
    private final Map<K, V> values;
    private final Function<K, V> read;

    /**
     * @param most kept; the one that was not asked for longest goes first
     * @param read may throw; then nothing is kept
     */
    Recent(int most, Function<K, V> read) {
        this.read = read;
        this.values =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                        return size() > most;
                    }
                };
    }

    /** Reads under the lock: many jobs that want the same value at once have it read once. */
    synchronized V get(K key) {
        var known = values.get(key);
        if (known != null) return known;
        var fresh = read.apply(key);
        values.put(key, fresh);
        return fresh;
    }
}
