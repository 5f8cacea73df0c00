package io.espalier.optimizers;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.study.InMemoryStudy;
import io.espalier.optimizers.study.StudyInput;
import io.espalier.optimizers.study.StudyListener;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Stops a small study after each of its jobs, and has another one go on from its records. */
public final class CrashEverywhere {
    private CrashEverywhere() {}

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** That every continued study ends as the one that was never stopped. */
    public static void assertEndsTheSame(
            StudyInput input, Function<Job, Outcome> run, Optimizer optimizer) {
        var whole = Words.study(input, run);
        var expected = whole.run(optimizer);
        assertThat(whole.candidates().size()).isGreaterThan(2);

        for (long last = 0; last < whole.jobsRun(); last++) {
            var left = new AtomicLong(last);
            // One at a time, so that it is really this job after which the study ends.
            var first =
                    new InMemoryStudy(
                            input,
                            job -> mortal(job, left, run),
                            1,
                            Map.of(),
                            StudyListener.SILENT);
            var crashed = false;
            try {
                first.run(optimizer);
            } catch (Crash e) {
                crashed = true;
            }
            assertThat(crashed).isTrue();
            assertThat(first.records()).hasSize((int) last);

            var second = Words.replay(input, run, first.records());
            var result = second.run(optimizer);

            assertThat(result.learned()).isEqualTo(expected.learned());
            assertThat(result.toJson()).isEqualTo(expected.toJson());
            assertThat(second.candidates()).isEqualTo(whole.candidates());
            assertThat(second.jobsRun()).isEqualTo(whole.jobsRun() - last);
        }
    }

    private static Outcome mortal(Job job, AtomicLong left, Function<Job, Outcome> run) {
        if (left.getAndDecrement() <= 0) throw new Crash();
        return run.apply(job);
    }
}
