package io.espalier.worker.openai;

import java.time.Duration;

/**
 * The time until which nobody calls an endpoint, because it said that it gets too many calls. One
 * per endpoint, shared by all its callers.
 */
final class Pause {

    private long until = System.nanoTime();

    /** Holds all callers back for at least this long from now. */
    synchronized void atLeast(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        if (end - until > 0) until = end;
    }

    private synchronized Duration left() {
        return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
    }

    /** Returns when the pause is over. */
    void await() throws InterruptedException {
        for (var left = left(); left.isPositive(); left = left()) Thread.sleep(left);
    }
}
