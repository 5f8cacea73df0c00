package io.espalier.optimizers.miprov2;

import io.espalier.optimizers.Study;
import io.espalier.optimizers.race.Affordable;

/**
 * How metric calls are spent: as many rounds as the budget covers, each reserved at its worst
 * before it starts, and the result's scoring on validation examples that the search leaves out.
 * Without a limit the budget is what the schedule of the effort costs.
 */
final class Plan {
    /** Trials of a round that go on to all examples. */
    static final int PROMOTED = 2;

    /**
     * Rounds are made smaller where the budget does not cover so many: each learns from the last.
     */
    private static final int ROUNDS = 3;

    private static final int LEAST_TRIALS = 3;

    /** With so few validation examples a trial is scored on all of them. */
    private static final int NO_BATCHES = 50;

    private final Study study;
    private final int examples;
    private final int batch;
    private final int training;
    private final int trials;
    private final int most;
    private final int reserve;

    /** Metric calls of the study at which the search ends. */
    private final long end;

    /**
     * @param examples validation examples that the search uses
     */
    Plan(Study study, MiproSettings settings, int examples) {
        this.study = study;
        this.examples = examples;
        batch = examples <= NO_BATCHES ? examples : Math.min(examples, settings.minibatch());
        training = Math.min(study.training().size(), 2 * settings.candidateCount() + 4);
        reserve = study.validation().size() - examples;
        int tried = settings.trialCount(study.program().predictors().size());
        long covered = Affordable.metricCalls(study.budget());
        var limited = covered < Long.MAX_VALUE;
        long calls = limited ? covered - reserve : schedule(tried, settings.fullEvalEvery());
        int round = settings.fullEvalEvery();
        while (round > LEAST_TRIALS && calls < ROUNDS * (training + cost(round))) round--;
        trials = round;
        most = limited && settings.trials() == null ? Integer.MAX_VALUE : tried;
        end = study.budget().spent().metricCalls() + calls;
    }

    private long schedule(int trials, int round) {
        int rounds = (trials + round - 1) / round;
        return training + rounds * (training + cost(round));
    }

    /** Of so many trials at their worst. */
    private long cost(int trials) {
        return (long) trials * batch + (long) Math.min(PROMOTED, trials) * (examples - batch);
    }

    /** Validation examples of a trial. */
    int batch() {
        return batch;
    }

    long left() {
        long covered = Affordable.metricCalls(study.budget());
        long own = end - study.budget().spent().metricCalls();
        return covered == Long.MAX_VALUE ? own : Math.min(own, covered - reserve);
    }

    /** Whether there is enough for at least one more trial that comes to all examples. */
    boolean covers(int tried) {
        return left() >= examples && tried < most;
    }

    /** Training runs of a round, twice as many in the first; a trial remains possible. */
    int training(int round) {
        int wanted = round == 0 ? 2 * training : training;
        return (int) Math.clamp(left() - examples, 0, wanted);
    }

    /** Trials of a round, after its training runs. */
    int trials(int tried) {
        int affordable = Math.min(trials, most - tried);
        while (affordable > 0 && cost(affordable) > left()) affordable--;
        return affordable;
    }
}
