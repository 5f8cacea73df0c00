package io.espalier.optimizers.trellis;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.race.Affordable;

/**
 * How the metric calls are spent.
 *
 * @param look runs of the unoptimized program on training examples
 * @param round calls of each of the two rounds of instructions
 * @param harvest runs of the best instruction on training examples, in all, as demos to choose from
 * @param finals calls to tell the finalists apart on validation examples
 */
record Plan(int look, int round, int harvest, int finals) {
    /** Parts of what is not kept for the finals; the two rounds share the rest. */
    private static final double LOOK = 0.2;

    private static final double HARVEST = 0.25;
    private static final double FINALS = 0.42;

    /** Of what a small budget leaves beside the winner's scoring. */
    private static final double TELLING = 0.2;

    /** Above this many validation examples, more of them do not make the search longer. */
    private static final int MANY = 300;

    /** Model calls beside those of a scored run: proposals, and completions to be repaired. */
    private static final double BESIDE = 1.2;

    /** How many times the tokens of the program as it is a run of the winner takes. */
    private static final double WINNER = 1.5;

    /** As above, of a run of the search, proposals counted in. */
    private static final double SEARCH = 2;

    /**
     * @param factor of the usual number of calls
     */
    static Plan of(Study study, double factor) {
        int training = study.training().size();
        int validation = study.validation().size();
        double usual = factor * (350 + 3.5 * Math.min(validation, MANY)) + validation;
        return of(Math.min(usual, affordable(study.budget(), validation)), training, validation);
    }

    static Plan of(double calls, int training, int validation) {
        // The winner has to be scored on every validation example; of little more, the search gets
        // the most.
        double spare = Math.clamp(calls - validation, 0, validation);
        double finals = Math.min(calls, Math.max(validation + TELLING * spare, FINALS * calls));
        double search = calls - finals;
        int look = (int) Math.min(training, search * LOOK);
        int harvest = (int) Math.min(training, search * HARVEST);
        int round = (int) Math.max(0, (search - look - harvest) / 2);
        return new Plan(look, round, harvest, (int) finals);
    }

    /**
     * Less under limits that are estimated from the runs until now. What it comes to is only a
     * plan: the search asks at each step what is still covered.
     */
    private static double affordable(Budget budget, int validation) {
        double calls = Affordable.metricCalls(budget);
        if (calls == budget.metricCallsLeft()) return calls;
        var limits = budget.limits();
        if (limits.tokens() == null && limits.cost() == null) return calls / BESIDE;
        double spare = calls - WINNER * validation;
        return spare < 0 ? calls / WINNER : validation + spare / SEARCH;
    }
}
