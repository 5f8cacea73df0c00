package io.espalier.worker.engine;

/**
 * An engine's limits.
 *
 * @param rows most requests in one batch
 * @param queue most requests that wait; the next caller blocks
 * @param batchBytes most memory for the keys and values of a batch, per decoder
 * @param prefixBytes most memory for kept prefixes, per decoder; 0 keeps none
 */
public record EngineOptions(int rows, int queue, long batchBytes, long prefixBytes) {
    public static final EngineOptions DEFAULT = new EngineOptions(16, 256, 1L << 30, 128L << 20);

    public EngineOptions {
        if (rows < 1 || queue < 1 || batchBytes < 1 || prefixBytes < 0) {
            throw new IllegalArgumentException(
                    "engine options: rows %d, queue %d, batch bytes %d, prefix bytes %d"
                            .formatted(rows, queue, batchBytes, prefixBytes));
        }
    }
}
