package io.espalier.coordinator.study;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.study.Asked;
import io.espalier.optimizers.study.RecordedStudy;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.model.Usage;
import io.espalier.v1.ErrorCounts;
import io.espalier.v1.StudyEvent.Progress;
import io.espalier.v1.TokenCounts;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a study is: counted on its own thread, read by any. Within a portion of work the ledger
 * of the study stands still, so what came back since is added here.
 */
final class StudyProgress {
    private volatile Progress latest = Progress.getDefaultInstance();
    private @Nullable RecordedStudy study;
    private long phaseStarted = System.nanoTime();
    private long expected;
    private long asked;
    private long done;
    private long openScored;
    private Usage openUsage = Usage.NONE;
    private final EnumMap<Blame, Long> openErrors = new EnumMap<>(Blame.class);

    /** Before the study's thread asks its first job. */
    void follow(RecordedStudy followed) {
        study = followed;
    }

    void phase(long jobs) {
        phaseStarted = System.nanoTime();
        expected = jobs;
        asked = 0;
        done = 0;
        forgetOpen();
        publish();
    }

    void asked(List<Asked> jobs) {
        asked += jobs.size();
        forgetOpen();
        publish();
    }

    /** The ledger has it by now. */
    private void forgetOpen() {
        openScored = 0;
        openUsage = Usage.NONE;
        openErrors.clear();
    }

    void done(Asked job, Outcome outcome) {
        done++;
        if (!job.apart()) {
            openUsage = openUsage.plus(outcome.usage());
            if (job.job().scored()) openScored++;
        }
        var failure = outcome.failure();
        if (failure != null) openErrors.merge(failure.blame(), 1L, Long::sum);
        publish();
    }

    /** Safe on any thread. */
    Progress latest() {
        return latest;
    }

    private void publish() {
        var running = study;
        if (running == null) return;
        var spent = running.budget().spent();
        var usage = running.usage().plus(openUsage);
        long metricCalls = spent.metricCalls() + openScored;
        var seconds = (System.nanoTime() - phaseStarted) / 1e9;
        var rate = done == 0 ? 0 : done / Math.max(seconds, 1e-3);
        var all = Math.max(asked, expected);
        var progress =
                Progress.newBuilder()
                        .setJobsDone(done)
                        .setJobsAsked(all)
                        .setJobsReplayed(running.replayed())
                        .setJobsPerSecond(rate)
                        .setMetricCalls(metricCalls)
                        .setModelCalls(usage.calls())
                        .setReused(running.reused())
                        .setRemembered(usage.saved().calls())
                        .setTokens(tokens(usage))
                        .setErrors(errors(sum(running.errors(), openErrors)));
        var best = running.best();
        if (best != null) progress.setBestValidation(best.score());
        if (rate > 0 && all > done) progress.setSecondsLeft((all - done) / rate);
        var used = used(running.budget(), metricCalls, usage);
        if (used != null) progress.setBudgetUsed(used);
        latest = progress.build();
    }

    private static @Nullable Double used(Budget budget, long metricCalls, Usage usage) {
        var limits = budget.limits();
        double used = -1;
        if (limits.metricCalls() != null) {
            used = Math.max(used, (double) metricCalls / limits.metricCalls());
        }
        if (limits.modelCalls() != null) {
            used = Math.max(used, (double) usage.calls() / limits.modelCalls());
        }
        if (limits.tokens() != null) {
            used = Math.max(used, (double) (usage.prompt() + usage.completion()) / limits.tokens());
        }
        if (limits.time() != null) {
            used =
                    Math.max(
                            used,
                            (double) budget.spent().time().toMillis() / limits.time().toMillis());
        }
        if (limits.cost() != null) used = Math.max(used, budget.spent().cost() / limits.cost());
        return used < 0 ? null : Math.min(1, used);
    }

    private static Map<Blame, Long> sum(Map<Blame, Long> one, Map<Blame, Long> other) {
        var sum = new EnumMap<Blame, Long>(Blame.class);
        sum.putAll(one);
        other.forEach((blame, count) -> sum.merge(blame, count, Long::sum));
        return sum;
    }

    static TokenCounts tokens(Usage usage) {
        return TokenCounts.newBuilder()
                .setPrompt(usage.prompt())
                .setCompletion(usage.completion())
                .setCached(usage.cached())
                .build();
    }

    static ErrorCounts errors(Map<Blame, Long> errors) {
        return ErrorCounts.newBuilder()
                .setCandidate(errors.getOrDefault(Blame.CANDIDATE, 0L))
                .setData(errors.getOrDefault(Blame.DATA, 0L))
                .setMetric(errors.getOrDefault(Blame.METRIC, 0L))
                .setProvider(errors.getOrDefault(Blame.PROVIDER, 0L))
                .setMachine(errors.getOrDefault(Blame.MACHINE, 0L))
                .build();
    }
}
