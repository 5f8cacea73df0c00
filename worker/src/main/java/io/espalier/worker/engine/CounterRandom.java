package io.espalier.worker.engine;

/**
 * Random numbers by position: the n-th number of a stream is a function of the stream's key and n
 * alone (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011), mixed by SplitMix64's
 * finalizer. No state, so no order of calls can change a draw.
 *
 * @param key of the stream
 */
public record CounterRandom(long key) {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** The stream of a request: equal seeds and prompts draw alike, others apart. */
    public static CounterRandom of(long seed, int[] prompt) {
        var key = mix(seed + GOLDEN);
        for (var token : prompt) {
            key = mix(key + token * GOLDEN);
        }
        return new CounterRandom(key);
    }

    /** The number at a position, 0 inclusive to 1 exclusive. */
    public double at(long position) {
        return (mix(mix(position * GOLDEN + 1) ^ key) >>> 11) * 0x1p-53;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
