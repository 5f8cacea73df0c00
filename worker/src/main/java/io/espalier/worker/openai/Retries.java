package io.espalier.worker.openai;

import java.time.Duration;

/**
 * How often and after which waits a failed call is made again. Waits double and have no random
 * part, so that a run can be told from its log.
 *
 * @param attempts most calls that fail, the first among them; calls that the endpoint put off (429)
 *     are counted by time instead
 * @param timeouts most calls that time out
 * @param firstWait after the first failure; doubles with each further one
 * @param longestWait where doubling ends
 * @param patience longest time in all that a call lets itself be put off
 */
record Retries(
        int attempts, int timeouts, Duration firstWait, Duration longestWait, Duration patience) {

    static final Retries DEFAULT =
            new Retries(
                    5, 2, Duration.ofMillis(250), Duration.ofSeconds(8), Duration.ofMinutes(10));

    /**
     * @param failures so far, from 1
     */
    Duration wait(int failures) {
        long millis = firstWait.toMillis() << Math.min(failures - 1, 20);
        return Duration.ofMillis(Math.min(millis, longestWait.toMillis()));
    }
}
