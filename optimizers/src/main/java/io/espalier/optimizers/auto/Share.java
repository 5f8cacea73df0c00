package io.espalier.optimizers.auto;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Study;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramDefinition;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A part of a study for one of several optimizers: the same data and the same pool of job results,
 * a stream of randomness of its own, and a share of the metric calls.
 */
final class Share implements Study {
    private final Study whole;
    private final String name;
    private final RandomGenerator random;
    private final Set<Job> known;
    private final long most;
    private @Nullable Candidate best;

    /**
     * @param known jobs that the study has results of; shared by all shares, which add to it
     * @param calls metric calls that it may take
     */
    Share(Study whole, String name, Set<Job> known, RandomGenerator random, long calls) {
        this.whole = whole;
        this.name = name;
        this.known = known;
        this.random = random;
        long spent = whole.budget().spent().metricCalls();
        long left = whole.budget().metricCallsLeft();
        this.most = spent + Math.min(calls, left);
    }

    @Override
    public ProgramDefinition program() {
        return whole.program();
    }

    @Override
    public List<Example> training() {
        return whole.training();
    }

    @Override
    public List<Example> validation() {
        return whole.validation();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public Budget budget() {
        var budget = whole.budget();
        var limits = budget.limits();
        return new Budget(
                new Budget.Limits(
                        most, limits.modelCalls(), limits.tokens(), limits.time(), limits.cost()),
                budget.spent());
    }

    @Override
    public List<Outcome> run(List<Job> jobs) {
        var fresh = jobs.stream().filter(job -> job.scored() && !known.contains(job));
        long count = fresh.distinct().count();
        if (!budget().allows(count)) {
            throw new BudgetExhausted(
                    name + ": its share of the metric calls does not cover " + count + " more");
        }
        var outcomes = whole.run(jobs);
        known.addAll(jobs);
        return outcomes;
    }

    @Override
    public void report(Candidate candidate) {
        if (candidate.validation() != null && (best == null || candidate.score() > best.score())) {
            best = candidate;
        }
        whole.report(
                new Candidate(
                        name + ": " + candidate.label(),
                        candidate.state(),
                        candidate.rationale(),
                        candidate.parents().stream().map(p -> name + ": " + p).toList(),
                        candidate.validation()));
    }

    /** The best candidate that was scored on the whole validation set. */
    @Nullable Candidate best() {
        return best;
    }
}
