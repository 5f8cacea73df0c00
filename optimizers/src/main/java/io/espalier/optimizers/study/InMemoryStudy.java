package io.espalier.optimizers.study;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.StudyStopped;
import io.espalier.signatures.adapter.Adapter;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.JobRunner;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.metric.Metric;
import io.espalier.signatures.model.LanguageModel;
import io.espalier.signatures.model.Sampling;
import io.espalier.signatures.program.ProgramDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A whole study in this process: jobs run on virtual threads, records live in memory. For tests,
 * and for programs that embed an optimizer without a cluster.
 */
public final class InMemoryStudy implements Study {
    private final Map<String, Outcome> records;
    private final Function<Job, Outcome> runner;
    private final int concurrency;
    private final AtomicLong jobsRun = new AtomicLong();
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
        this.runner = runner;
        this.concurrency = concurrency;
        this.records = new ConcurrentHashMap<>(records);
        this.study =
                new RecordedStudy(
                        input,
                        Past.records(records),
                        this::work,
                        listener,
                        Tolerance.DEFAULT,
                        running);
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

    @Override
    public ProgramDefinition program() {
        return study.program();
    }

    @Override
    public List<Example> training() {
        return study.training();
    }

    @Override
    public List<Example> validation() {
        return study.validation();
    }

    @Override
    public RandomGenerator random() {
        return study.random();
    }

    @Override
    public Budget budget() {
        return study.budget();
    }

    @Override
    public List<Outcome> run(List<Job> jobs) {
        return study.run(jobs);
    }

    @Override
    public long metricCalls(List<Job> jobs) {
        return study.metricCalls(jobs);
    }

    @Override
    public void report(Candidate candidate) {
        study.report(candidate);
    }

    @Override
    public void budgetEnded(@Nullable String why) {
        study.budgetEnded(why);
    }

    @Override
    public void converged(String why) {
        study.converged(why);
    }

    @Override
    public void note(String text) {
        study.note(text);
    }

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
        return Map.copyOf(records);
    }

    /** Jobs that were really run, not answered from records. */
    public long jobsRun() {
        return jobsRun.get();
    }

    private List<Outcome> work(List<Asked> jobs, @Nullable Duration timeLeft) {
        var room = new Semaphore(concurrency);
        var over = new AtomicBoolean();
        long end = timeLeft == null ? 0 : System.nanoTime() + timeLeft.toNanos();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = new ArrayList<Future<Outcome>>(jobs.size());
            for (var job : jobs) futures.add(threads.submit(() -> work(job, room, over)));
            try {
                var outcomes = new ArrayList<Outcome>(jobs.size());
                for (var future : futures) {
                    outcomes.add(
                            timeLeft == null
                                    ? future.get()
                                    : future.get(
                                            Math.max(0, end - System.nanoTime()),
                                            TimeUnit.NANOSECONDS));
                }
                return outcomes;
            } catch (TimeoutException e) {
                throw new BudgetExhausted("budget.minutes: over while jobs were under way");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StudyStopped("the study's thread was interrupted");
            } catch (ExecutionException e) {
                throw unwrapped(e);
            } finally {
                over.set(true);
                futures.forEach(future -> future.cancel(true));
            }
        }
    }

    /** What comes back after the end may be an interrupted call's failure: no record. */
    private Outcome work(Asked asked, Semaphore room, AtomicBoolean over)
            throws InterruptedException {
        room.acquire();
        try {
            var outcome = runner.apply(asked.job());
            if (over.get()) throw new InterruptedException();
            jobsRun.incrementAndGet();
            records.put(asked.id(), outcome);
            return outcome;
        } finally {
            room.release();
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        return switch (e.getCause()) {
            case RuntimeException cause -> cause;
            case Error cause -> throw cause;
            case null, default -> new IllegalStateException(e);
        };
    }
}
