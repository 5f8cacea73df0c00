package io.espalier.optimizers.miprov2;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.study.InMemoryStudy;
import io.espalier.optimizers.study.StudyInput;
import io.espalier.optimizers.study.StudyListener;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A small study, stopped after each of its jobs. */
final class MiproCrashTest {
    private static final Optimizer MIPRO = new MiproV2(MiproSettings.DEFAULT);

    private static StudyInput input() {
        var words = Words.input(Words.program(), Words.metricCalls(150), 3);
        return new StudyInput(
                words.program(),
                words.training().subList(0, 16),
                words.validation().subList(0, 10),
                List.of(),
                3,
                new Budget.Limits(150L, null, null, null, null),
                words.prices(),
                words.surroundings());
    }

    @Test
    void crash_afterEverySingleJob_endsWithTheSameProgram() {
        var whole = Words.study(input(), Words::run);
        var expected = whole.run(MIPRO);
        assertThat(whole.candidates().size()).isGreaterThan(2);

        for (long last = 0; last < whole.jobsRun(); last++) {
            var left = new AtomicLong(last);
            // One at a time, so that it is really this job after which the study ends.
            var first =
                    new InMemoryStudy(
                            input(), job -> mortal(job, left), 1, Map.of(), StudyListener.SILENT);
            var crashed = false;
            try {
                first.run(MIPRO);
            } catch (Crash e) {
                crashed = true;
            }
            assertThat(crashed).isTrue();
            assertThat(first.records()).hasSize((int) last);

            var second = Words.replay(input(), Words::run, first.records());
            var result = second.run(MIPRO);

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
        return Words.run(job);
    }
}
