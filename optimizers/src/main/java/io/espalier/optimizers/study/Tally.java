package io.espalier.optimizers.study;

import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Failure;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramDefinition;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a study's jobs came out, by the role of the model that did them: a dead endpoint of one model
 * must not hide behind the many answers of the other. Each job is added once.
 */
final class Tally {
    private final EnumMap<Job.Role, OfRole> roles = new EnumMap<>(Job.Role.class);
    private final Map<Example, Blame> unscored = new LinkedHashMap<>();
    private final DoubleSummaryStatistics scores = new DoubleSummaryStatistics();

    void add(Job job, Outcome outcome) {
        of(job.role()).add(job, outcome);
        if (job.scored() && outcome.judged()) scores.accept(outcome.value());
        var failure = outcome.failure();
        if (job.scored() && failure != null && !outcome.judged()) {
            unscored.putIfAbsent(job.example(), failure.blame());
        }
    }

    /** Examples on which some run has no score, in the order of their first such run. */
    Map<Example, Blame> unscored() {
        return Collections.unmodifiableMap(unscored);
    }

    /** Of all runs that have one. */
    DoubleSummaryStatistics scores() {
        return scores;
    }

    OfRole of(Job.Role role) {
        return roles.computeIfAbsent(role, _ -> new OfRole());
    }

    /** Failed jobs by whose fault they were. */
    Map<Blame, Long> failed() {
        var sum = new EnumMap<Blame, Long>(Blame.class);
        for (var role : roles.values()) {
            role.failed.forEach((blame, count) -> sum.merge(blame, count, Long::sum));
        }
        return sum;
    }

    /** The jobs of one model. */
    static final class OfRole {
        private final EnumMap<Blame, Long> failed = new EnumMap<>(Blame.class);
        private long jobs;
        private long blank;
        private @Nullable Failure firstUnusable;
        private @Nullable Failure lastForeign;

        private void add(Job job, Outcome outcome) {
            jobs++;
            var failure = outcome.failure();
            if (failure == null) {
                if (!job.scored() && isBlank(job.program(), outcome)) blank++;
                return;
            }
            failed.merge(failure.blame(), 1L, Long::sum);
            if (failure.blame() != Blame.CANDIDATE) lastForeign = failure;
            else if (firstUnusable == null) firstUnusable = failure;
        }

        /** Whether a question was answered with nothing but what led there. */
        private static boolean isBlank(ProgramDefinition question, Outcome outcome) {
            var prediction = outcome.prediction();
            if (prediction == null) return true;
            return question.signature().outputs().stream()
                    .allMatch(field -> prediction.text(field.name()).isBlank());
        }

        long jobs() {
            return jobs;
        }

        /** Jobs that the model answered, those whose answer broke the metric among them. */
        long answered() {
            return jobs - foreign() + failed.getOrDefault(Blame.METRIC, 0L);
        }

        /** Answers that hold nothing that was asked for. */
        long unusable() {
            return failed.getOrDefault(Blame.CANDIDATE, 0L) + blank;
        }

        /** The first failure that was a candidate's fault. */
        @Nullable Failure firstUnusable() {
            return firstUnusable;
        }

        /** Failures that are not a candidate's fault. */
        long foreign() {
            return foreignByBlame().values().stream().mapToLong(Long::longValue).sum();
        }

        Map<Blame, Long> foreignByBlame() {
            var foreign = new EnumMap<>(failed);
            foreign.remove(Blame.CANDIDATE);
            return foreign;
        }

        /** The newest of them. */
        @Nullable Failure lastForeign() {
            return lastForeign;
        }
    }
}
