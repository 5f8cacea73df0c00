package io.espalier.optimizers.gepa;

import io.espalier.optimizers.Study;
import io.espalier.optimizers.gepa.GepaSettings.Proposing;

/** How long a search may go on, for a user who does not want to count metric calls. */
public enum Effort {
    LIGHT(4, 6),
    MEDIUM(8, 12),
    HEAVY(16, 18);

    private final int candidates;
    private final int dspyCandidates;

    Effort(int candidates, int dspyCandidates) {
        this.candidates = candidates;
        this.dspyCandidates = dspyCandidates;
    }

    /** Metric calls, by this search's own loop or by the original's formula. */
    long metricCalls(Study study, GepaSettings settings) {
        int predictors = study.program().predictors().size();
        int validation = study.validation().size();
        return settings.dspy()
                ? dspyMetricCalls(predictors, validation)
                : metricCalls(predictors, validation, settings.proposing());
    }

    /**
     * What the search's own loop takes until that many candidates were scored on the whole
     * validation set: V + c (1 + (p - 1) / 2) (V + r), with c candidates (4, 8, 16) for the first
     * of p predictors and half as many for each further one, V validation examples, and r metric
     * calls for a round on the training set.
     */
    long metricCalls(int predictors, int validation, Proposing proposing) {
        double wanted = candidates * (1 + (predictors - 1) / 2.0);
        long round = Plan.whole(proposing).metricCalls(proposing.minibatch());
        return validation + Math.round(wanted * (validation + round));
    }

    /**
     * The budget of {@code dspy.GEPA(auto=...)}. It is the schedule of another optimizer (MIPROv2:
     * trials, minibatches of 35, bootstraps) and has nothing to do with this loop.
     */
    long dspyMetricCalls(int predictors, int validation) {
        int n = dspyCandidates;
        long trials = (long) Math.max(4 * predictors * Math.log(n) / Math.log(2), 1.5 * n);
        long fullEvaluations = (trials + 1) / 5 + 1 + (trials < 5 ? 1 : 0);
        return validation + 5L * n + 35 * trials + fullEvaluations * validation;
    }
}
