package io.espalier.optimizers.gepa;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.CrashEverywhere;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.gepa.GepaSettings.Proposing;
import io.espalier.optimizers.gepa.GepaSettings.Selecting;
import io.espalier.optimizers.gepa.GepaSettings.Spending;
import io.espalier.optimizers.study.StudyInput;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A small study of two predictors with trade-offs, stopped after each of its jobs. */
final class GepaCrashTest {
    private static final Optimizer GEPA =
            new Gepa(
                    new GepaSettings(
                            new Spending(null, 180), Proposing.DEFAULT, Selecting.DEFAULT, false));

    private static final Function<Job, Outcome> RUN =
            Levels.runner(GepaCrashTest::score, now -> "level " + (Levels.level(now) + 1));

    /** What one predictor gains on some examples, the other loses on others. */
    private static double score(int place, List<Integer> levels) {
        return switch (place % 3) {
            case 0 -> Math.min(0.9, levels.getFirst() / 3.0);
            case 1 -> Math.min(0.9, levels.getLast() / 3.0);
            default -> Math.max(0, 0.9 - (levels.getFirst() + levels.getLast()) / 5.0);
        };
    }

    private static StudyInput input() {
        return Levels.input(2, 24, 12, Budget.Limits.NONE, 2);
    }

    @Test
    void crash_afterEverySingleJob_endsWithTheSameProgram() {
        CrashEverywhere.assertEndsTheSame(input(), RUN, GEPA);
    }
}
