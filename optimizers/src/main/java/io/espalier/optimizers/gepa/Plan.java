package io.espalier.optimizers.gepa;

import io.espalier.optimizers.gepa.GepaSettings.Parents;
import io.espalier.optimizers.gepa.GepaSettings.Proposing;
import java.util.Optional;

/**
 * What one round does on the training set.
 *
 * @param tasks parents, each with a minibatch
 * @param proposals instructions per parent
 * @param demos whether each parent is also tried with other demos
 * @param union whether accepted siblings are also tried together
 */
record Plan(int tasks, int proposals, boolean demos, boolean union) {
    /** A parent with one child. */
    static final Plan SMALLEST = new Plan(1, 1, false, false);

    /** The whole round, as it is set. */
    static Plan whole(Proposing proposing) {
        var same = proposing.parents() == Parents.SAME;
        int tasks = same ? 1 : proposing.proposals();
        int each = same ? proposing.proposals() : 1;
        var demos = proposing.demos() > 0;
        return new Plan(tasks, each, demos, each + (demos ? 1 : 0) > 1);
    }

    /** Most metric calls of it: the parent and each of its children on a minibatch. */
    long metricCalls(int minibatch) {
        int runs = 1 + proposals + (demos ? 1 : 0) + (union ? 1 : 0);
        return (long) tasks * runs * minibatch;
    }

    /**
     * As much of the whole round as {@code left} metric calls cover.
     *
     * @return empty when they do not even cover the smallest one
     */
    static Optional<Plan> within(long left, Proposing proposing, int minibatch) {
        for (var plan = whole(proposing); ; plan = plan.smaller()) {
            if (plan.metricCalls(minibatch) <= left) return Optional.of(plan);
            if (plan.equals(SMALLEST)) return Optional.empty();
        }
    }

    private Plan smaller() {
        if (proposals > 1) return new Plan(tasks, proposals - 1, demos, union);
        if (tasks > 1) return new Plan(tasks - 1, proposals, demos, union);
        if (union) return new Plan(tasks, proposals, demos, false);
        return new Plan(tasks, proposals, false, false);
    }
}
