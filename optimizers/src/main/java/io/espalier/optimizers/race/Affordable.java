package io.espalier.optimizers.race;

import io.espalier.optimizers.Budget;

/** How far a budget reaches. */
public final class Affordable {
    private Affordable() {}

    /**
     * Scored runs that the budget still covers: exact for a limit on metric calls; for limits on
     * model calls, tokens and cost as far as the use per scored run until now tells. Time is left
     * out: it is not the same in a replay.
     *
     * @return {@link Long#MAX_VALUE} without a limit
     */
    public static long metricCalls(Budget budget) {
        var limits = budget.limits();
        var spent = budget.spent();
        long calls = budget.metricCallsLeft();
        // What other studies' results answered took nothing else, and tells nothing.
        double runs = spent.metricCalls() - spent.reused();
        if (runs == 0) {
            // Everything so far was known: a run takes a call at the least.
            var most = limits.modelCalls();
            return most == null ? calls : Math.min(calls, most - spent.modelCalls());
        }
        if (limits.modelCalls() != null) {
            calls = Math.min(calls, covered(limits.modelCalls(), spent.modelCalls(), runs));
        }
        if (limits.tokens() != null) {
            calls = Math.min(calls, covered(limits.tokens(), spent.tokens(), runs));
        }
        if (limits.cost() != null) {
            calls = Math.min(calls, covered(limits.cost(), spent.cost(), runs));
        }
        return calls;
    }

    private static long covered(double limit, double spent, double runs) {
        return spent == 0 ? Long.MAX_VALUE : (long) Math.max(0, (limit - spent) / (spent / runs));
    }
}
