package io.espalier.worker.openai;

import io.espalier.signatures.job.Blame;
import io.espalier.signatures.model.ModelException;
import java.time.Duration;
import java.util.Optional;

/** Counts what went wrong during one call and says how long to wait, or gives up. One thread. */
final class Patience {
    private final Retries retries;
    private final Endpoint endpoint;
    private final long start = System.nanoTime();
    private int failures;
    private int timeouts;
    private int putOffs;

    Patience(Retries retries, Endpoint endpoint) {
        this.retries = retries;
        this.endpoint = endpoint;
    }

    /**
     * @return the wait before the next attempt
     * @throws ModelException with the last failure's message, when there have been enough
     */
    Duration failed(Attempt.Failed<?> failure) {
        failures++;
        if (failure.timeout()) timeouts++;
        if (failures >= retries.attempts() || timeouts >= retries.timeouts()) {
            throw new ModelException(
                    Blame.PROVIDER, failure.message() + " (tried " + failures + " times)");
        }
        return retries.wait(failures);
    }

    /**
     * @param asked the wait that the endpoint asks for
     * @return the pause that all callers should make
     * @throws ModelException when the endpoint puts this call off for too long
     */
    Duration putOff(Optional<Duration> asked, String reason) {
        putOffs++;
        var wait = asked.filter(Duration::isPositive).orElseGet(() -> retries.wait(putOffs));
        var sofar = Duration.ofNanos(System.nanoTime() - start);
        if (sofar.plus(wait).compareTo(retries.patience()) > 0) {
            throw new ModelException(
                    Blame.PROVIDER,
                    reason
                            + " (put off "
                            + putOffs
                            + " times, next for "
                            + wait.toSeconds()
                            + " s; lower models.concurrency, now "
                            + endpoint.concurrency()
                            + ")");
        }
        return wait;
    }
}
