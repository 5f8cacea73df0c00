package io.espalier.optimizers;

import io.espalier.signatures.job.Job;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a study may spend, and what it has spent. Reserved before it is spent, so never overshot. A
 * null limit is none.
 *
 * @param cost in the currency of the model's price list
 */
public record Budget(Limits limits, Spent spent) {

    public record Limits(
            @Nullable Long metricCalls,
            @Nullable Long modelCalls,
            @Nullable Long tokens,
            @Nullable Duration time,
            @Nullable Double cost) {
        public static final Limits NONE = new Limits(null, null, null, null, null);
    }

    /**
     * What recorded jobs took; a {@link Job} that is answered from the journal is not counted
     * twice.
     *
     * @param reused metric calls that other studies' results answered: they took nothing else
     */
    public record Spent(
            long metricCalls,
            long modelCalls,
            long tokens,
            Duration time,
            double cost,
            long reused) {
        public static final Spent NOTHING = new Spent(0, 0, 0, Duration.ZERO, 0, 0);
    }

    /** Metric calls left, or {@link Long#MAX_VALUE} without a limit. */
    public long metricCallsLeft() {
        var limit = limits.metricCalls();
        return limit == null ? Long.MAX_VALUE : Math.max(0, limit - spent.metricCalls());
    }

    public boolean allows(long moreMetricCalls) {
        return metricCallsLeft() >= moreMetricCalls;
    }
}
