package io.espalier.optimizers.gepa;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.gepa.GepaSettings.Proposing;
import io.espalier.optimizers.gepa.GepaSettings.Selecting;
import io.espalier.optimizers.gepa.GepaSettings.Spending;
import io.espalier.optimizers.study.InMemoryStudy;
import io.espalier.optimizers.study.StudyInput;
import io.espalier.optimizers.study.StudyListener;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
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
        var whole = Words.study(input(), RUN);
        var expected = whole.run(GEPA);
        assertThat(whole.candidates().size()).isGreaterThan(2);

        for (long last = 0; last < whole.jobsRun(); last++) {
            var left = new AtomicLong(last);
            // One at a time, so that it is really this job after which the study ends.
            var first =
                    new InMemoryStudy(
                            input(), job -> mortal(job, left), 1, Map.of(), StudyListener.SILENT);
            var crashed = false;
            try {
                first.run(GEPA);
            } catch (Crash e) {
                crashed = true;
            }
            assertThat(crashed).isTrue();
            assertThat(first.records()).hasSize((int) last);

            var second = Words.replay(input(), RUN, first.records());
            var result = second.run(GEPA);

            assertThat(result.learned()).isEqualTo(expected.learned());
            assertThat(result.toJson()).isEqualTo(expected.toJson());
            assertThat(second.candidates()).isEqualTo(whole.candidates());
            assertThat(second.jobsRun()).isEqualTo(whole.jobsRun() - last);
        }
    }

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static Outcome mortal(Job job, AtomicLong left) {
        if (left.getAndDecrement() <= 0) throw new Crash();
        return RUN.apply(job);
    }
}
