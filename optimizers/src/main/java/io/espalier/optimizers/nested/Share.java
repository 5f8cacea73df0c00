package io.espalier.optimizers.nested;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.ForwardingStudy;
import io.espalier.optimizers.Study;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A part of a study for one of several optimizers: the same data and the same pool of job results,
 * a stream of randomness of its own, and a share of the metric calls. Keeps what its optimizer
 * found: candidates, runs on validation examples, notes.
 */
public final class Share extends ForwardingStudy {
    private final String name;
    private final RandomGenerator random;
    private final @Nullable Long most;
    private final Map<ProgramState, Map<Example, Outcome>> validated = new LinkedHashMap<>();
    private final Map<ProgramState, String> labels = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<Example> validation = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable Candidate best;

    /**
     * @param name goes before the labels of candidates that the study hears of
     * @param calls metric calls that it may take; {@link Long#MAX_VALUE} for no limit of its own
     */
    public Share(Study whole, String name, RandomGenerator random, long calls) {
        super(whole);
        this.name = name;
        this.random = random;
        long spent = whole.budget().spent().metricCalls();
        long left = Math.min(calls, whole.budget().metricCallsLeft());
        this.most = left == Long.MAX_VALUE ? null : Long.valueOf(spent + left);
        validation.addAll(whole.validation());
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public Budget budget() {
        var budget = super.budget();
        var limits = budget.limits();
        return new Budget(
                new Budget.Limits(
                        most, limits.modelCalls(), limits.tokens(), limits.time(), limits.cost()),
                budget.spent());
    }

    @Override
    public List<Outcome> run(List<Job> jobs) {
        long count = metricCalls(jobs);
        if (!budget().allows(count)) {
            throw new BudgetExhausted(
                    name + ": its share of the metric calls does not cover " + count + " more");
        }
        var outcomes = super.run(jobs);
        for (int i = 0; i < jobs.size(); i++) keep(jobs.get(i), outcomes.get(i));
        return outcomes;
    }

    @Override
    public int covered(List<Job> jobs) {
        long left = budget().metricCallsLeft();
        int covered = super.covered(jobs);
        while (true) {
            long over = metricCalls(jobs.subList(0, covered)) - left;
            if (over <= 0) return covered;
            covered -= (int) over;
        }
    }

    private void keep(Job job, Outcome outcome) {
        var plain =
                job.scored() && job.role() == Job.Role.TASK && job.rollout().equals(Rollout.PLAIN);
        if (!plain || !validation.contains(job.example()) || !outcome.judged()) return;
        validated
                .computeIfAbsent(job.state(), state -> new IdentityHashMap<>())
                .put(job.example(), outcome);
    }

    @Override
    public void report(Candidate candidate) {
        if (candidate.betterThan(best)) best = candidate;
        var label = name + ": " + candidate.label();
        labels.putIfAbsent(candidate.state(), label);
        super.report(
                new Candidate(
                        label,
                        candidate.state(),
                        candidate.rationale(),
                        candidate.parents().stream().map(p -> name + ": " + p).toList(),
                        candidate.validation()));
    }

    /** The end of one search is not the study's. */
    @Override
    public void converged(String why) {}

    /** As above: others may have a share left. */
    @Override
    public void budgetEnded(@Nullable String why) {}

    @Override
    public void note(String text) {
        notes.add(text);
    }

    /** What its optimizer noted; whoever made the share decides who is told. */
    public List<String> notes() {
        return Collections.unmodifiableList(notes);
    }

    /** The best candidate that was scored on the whole validation set. */
    public @Nullable Candidate best() {
        return best;
    }

    /**
     * Runs on validation examples, by state in the order of their first one, those of candidates
     * that were never reported included.
     */
    public Map<ProgramState, Map<Example, Outcome>> validated() {
        return Collections.unmodifiableMap(validated);
    }

    /** The label by which the study knows a state that was reported. */
    public Optional<String> label(ProgramState state) {
        return Optional.ofNullable(labels.get(state));
    }
}
