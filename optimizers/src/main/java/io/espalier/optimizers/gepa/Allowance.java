package io.espalier.optimizers.gepa;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.race.Affordable;
import org.jspecify.annotations.Nullable;

/**
 * Metric calls that the search may still ask for: what is left of its own limit and of the study's,
 * whichever is less. Asked before each step for the most that the step can take, so that nothing is
 * begun that could not be finished.
 */
final class Allowance {
    private final Asking study;
    private final @Nullable Long most;
    private final boolean dspy;

    private Allowance(Asking study, @Nullable Long most, boolean dspy) {
        this.study = study;
        this.most = most;
        this.dspy = dspy;
    }

    static Allowance of(Asking study, GepaSettings settings) {
        var limits = study.budget().limits();
        Long most = null;
        var given = settings.spending().metricCalls();
        if (given != null) most = (long) given;
        if (settings.dspy()) most = least(most, limits.metricCalls());
        var effort = settings.spending().effort();
        var unlimited = given == null && limits.equals(Budget.Limits.NONE);
        if (effort == null && unlimited) effort = Effort.LIGHT;
        if (effort != null) most = least(most, effort.metricCalls(study, settings));
        return new Allowance(study, most, settings.dspy());
    }

    private static @Nullable Long least(@Nullable Long one, @Nullable Long other) {
        if (one == null || other == null) return one == null ? other : one;
        return Math.min(one, other);
    }

    /**
     * Metric calls left to the search; where other things are limited, by what a metric call has
     * used of them until now. {@link Long#MAX_VALUE} without a limit.
     */
    long left() {
        return Math.min(Affordable.metricCalls(study.budget()), ownLeft());
    }

    private long ownLeft() {
        if (most == null) return Long.MAX_VALUE;
        // The original counts what it asks for, also where the answer is known.
        long used = dspy ? study.scorings() : study.budget().spent().metricCalls();
        return Math.max(0, most - used);
    }

    boolean covers(long metricCalls) {
        return left() >= metricCalls;
    }

    /** The original's only look at its budget: before a round, whatever the round may take. */
    boolean dspyGoesOn() {
        return ownLeft() > 0;
    }

    /** Whether a count of metric calls ends the search for certain. */
    boolean limited() {
        return most != null;
    }
}
