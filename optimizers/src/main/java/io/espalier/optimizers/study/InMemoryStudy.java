package io.espalier.optimizers.study;

import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.ForwardingStudy;
import io.espalier.optimizers.Optimizer;
import io.espalier.signatures.adapter.Adapter;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.JobRunner;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.metric.Metric;
import io.espalier.signatures.model.LanguageModel;
import io.espalier.signatures.model.Sampling;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A whole study in this process: jobs run on virtual threads, records live in memory. For tests,
 * and for programs that embed an optimizer without a cluster.
 */
public final class InMemoryStudy extends ForwardingStudy {
    private final ThreadedWork work;
    private final RecordedStudy study;

    /**
     * @param runner does one job; called by many threads
     * @param concurrency most jobs at once
     * @param records of an earlier run, to be answered without running
     */
    public InMemoryStudy(
            StudyInput input,
            Function<Job, Outcome> runner,
            int concurrency,
            Map<String, Outcome> records,
            StudyListener listener) {
        this(input, runner, concurrency, records, listener, sinceNow());
    }

    /**
     * @param running how long the study ran until now
     */
    InMemoryStudy(
            StudyInput input,
            Function<Job, Outcome> runner,
            int concurrency,
            Map<String, Outcome> records,
            StudyListener listener,
            Supplier<Duration> running) {
        this(input, new ThreadedWork(runner, concurrency, records), records, listener, running);
    }

    private InMemoryStudy(
            StudyInput input,
            ThreadedWork work,
            Map<String, Outcome> records,
            StudyListener listener,
            Supplier<Duration> running) {
        this(
                work,
                new RecordedStudy(
                        input, Past.records(records), work, listener, Tolerance.DEFAULT, running));
    }

    private InMemoryStudy(ThreadedWork work, RecordedStudy study) {
        super(study);
        this.work = work;
        this.study = study;
    }

    private static Supplier<Duration> sinceNow() {
        long started = System.nanoTime();
        return () -> Duration.ofNanos(System.nanoTime() - started);
    }

    public InMemoryStudy(StudyInput input, Function<Job, Outcome> runner) {
        this(input, runner, 32, Map.of(), StudyListener.SILENT);
    }

    /**
     * Jobs run by {@code adapter} on {@code models}.
     *
     * @param models by role, with their sampling
     */
    public static Function<Job, Outcome> runner(
            Adapter adapter, Function<Job.Role, Model> models, Metric metric) {
        return job -> {
            var model = models.apply(job.role());
            return new JobRunner(
                            job.program(),
                            adapter,
                            model.model(),
                            model.sampling(),
                            job.scored() ? metric : null)
                    .run(job.state(), job.example(), job.rollout());
        };
    }

    /** A model, and how it draws where nothing else says so. */
    public record Model(LanguageModel model, Sampling sampling) {}

    /** Everything reported until now, in order. */
    public List<Candidate> candidates() {
        return study.candidates();
    }

    /** Runs the optimizer between its scorings. */
    public StudyResult run(Optimizer optimizer) {
        return StudyRun.run(study, optimizer);
    }

    /** Everything that is recorded until now, by job id. */
    public Map<String, Outcome> records() {
        return work.records();
    }

    /** Jobs that were really run, not answered from records. */
    public long jobsRun() {
        return work.jobsRun();
    }
}
