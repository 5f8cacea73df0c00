package io.espalier.coordinator.schedule;

import io.espalier.signatures.json.Json;
import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The load of every lane, and the choice of one for a slice: consistent hashing with bounded loads
 * (Mirrokni, Thorup, Zadimoghaddam, 2018), so that slices of one candidate stay where its prompt's
 * prefix is already in a cache, and no lane gets more than {@code c} times the mean. Loads are jobs
 * under way. Not for several threads.
 */
final class Lanes {
    /** How far above the mean a lane may be loaded. */
    private static final double C = 1.25;

    private final int[] load;
    private final int window;
    private int total;

    /**
     * @param window most jobs under way in one lane, so that no remote queue overflows
     */
    Lanes(int count, int window) {
        if (count < 1)
            throw new IllegalArgumentException("lanes: " + count + " (expected: at least 1)");
        this.load = new int[count];
        this.window = window;
    }

    /**
     * @param prefix what the slice's prompts share
     * @param avoid lanes that failed this slice before; used only when no other has room
     * @return the lane, or none while every lane is full
     */
    OptionalInt pick(String prefix, int jobs, Set<Integer> avoid) {
        var bound =
                Math.min(window, Math.max(jobs, (int) Math.ceil(C * (total + jobs) / load.length)));
        var order = order(prefix);
        for (int lane : order) {
            if (!avoid.contains(lane) && load[lane] + jobs <= bound) return OptionalInt.of(lane);
        }
        for (int lane : order) {
            if (!avoid.contains(lane) && load[lane] + jobs <= window) return OptionalInt.of(lane);
        }
        for (int lane : order) {
            if (load[lane] + jobs <= window) return OptionalInt.of(lane);
        }
        return OptionalInt.empty();
    }

    void add(int lane, int jobs) {
        load[lane] += jobs;
        total += jobs;
    }

    void remove(int lane, int jobs) {
        load[lane] -= jobs;
        total -= jobs;
    }

    int idle() {
        return (int) Arrays.stream(load).filter(l -> l == 0).count();
    }

    /** Rendezvous hashing: the highest weight wins, and a lost lane moves only its own slices. */
    private int[] order(String prefix) {
        long seed = Long.parseUnsignedLong(Json.hash(prefix).substring(0, 16), 16);
        return IntStream.range(0, load.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer lane) -> mixed(seed, lane)).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** A number per lane that looks drawn: the finalizer of SplitMix64. */
    private static long mixed(long seed, int lane) {
        long z = seed + (lane + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
