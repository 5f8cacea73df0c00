package io.espalier.optimizers.study;

import io.espalier.optimizers.StudyStopped;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.jspecify.annotations.Nullable;

/** Jobs on virtual threads of this process, with their outcomes in memory. */
final class ThreadedWork implements Workforce {
    private final Function<Job, Outcome> runner;
    private final int concurrency;
    private final Map<String, Outcome> records;
    private final AtomicLong jobsRun = new AtomicLong();

    /**
     * @param runner does one job; called by many threads
     * @param concurrency most jobs at once
     * @param records of an earlier run
     */
    ThreadedWork(Function<Job, Outcome> runner, int concurrency, Map<String, Outcome> records) {
        this.runner = runner;
        this.concurrency = concurrency;
        this.records = new ConcurrentHashMap<>(records);
    }

    /** Everything that is recorded until now, by job id. */
    Map<String, Outcome> records() {
        return Map.copyOf(records);
    }

    /** Jobs that were really run. */
    long jobsRun() {
        return jobsRun.get();
    }

    @Override
    public List<Outcome> work(List<Asked> jobs, @Nullable Duration timeLeft) {
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
                over.set(true);
                var done = new HashMap<String, Outcome>();
                for (var job : jobs) {
                    var outcome = records.get(job.id());
                    if (outcome != null) done.put(job.id(), outcome);
                }
                throw new TimeIsUp("budget.minutes: over while jobs were under way", done);
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
