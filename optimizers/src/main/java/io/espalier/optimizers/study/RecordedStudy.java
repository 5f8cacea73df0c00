package io.espalier.optimizers.study;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Study;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Failure;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A study over records: a job whose outcome is known is answered from there, any other goes to the
 * {@link Workforce}. What a job costs is counted the first time that it is asked, whichever answers
 * it, so a replay spends the same budget in the same order as the first run. A job that another
 * study's results answer counts as a metric call, now and in every replay, and costs nothing else.
 * Nothing at all costs what the study's {@link Past} says is paid for. Used by one thread.
 */
public final class RecordedStudy implements Study {
    private final StudyInput input;
    private final Map<String, Outcome> known;
    private final Workforce workforce;
    private final StudyListener listener;
    private final Tolerance tolerance;
    private final Ledger ledger;
    private final JobIdentity identity;
    private final RandomGenerator random;
    private final Set<String> counted = new HashSet<>();
    private final Set<String> countedApart = new HashSet<>();
    private final Past past;
    private final Set<String> reusable;
    private final Labels labels;
    private final Tally tally = new Tally();
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable Candidate best;
    private @Nullable String converged;
    private @Nullable String budgetEnded;
    private Usage apart = Usage.NONE;
    private long replayed;
    private long reused;

    /**
     * @param running how long the study ran until now, pauses left out
     */
    public RecordedStudy(
            StudyInput input,
            Past past,
            Workforce workforce,
            StudyListener listener,
            Tolerance tolerance,
            Supplier<Duration> running) {
        this.input = input;
        this.past = past;
        this.known = new HashMap<>(past.records());
        this.reusable = new HashSet<>(past.reused());
        this.labels = new Labels(past);
        this.workforce = workforce;
        this.listener = listener;
        this.tolerance = tolerance;
        this.ledger = new Ledger(input.limits(), input.prices(), past.paid(), running);
        this.identity = new JobIdentity(input.surroundings());
        this.random = RandomStreams.of(input.seed());
    }

    /**
     * The records to resume a failed study with: without failures that may be gone, such as those
     * of an endpoint that was down, or of a metric that its author has mended.
     */
    public static Map<String, Outcome> lasting(Map<String, Outcome> records) {
        var kept = new HashMap<>(records);
        kept.values().removeIf(outcome -> !lasts(outcome.failure()));
        return kept;
    }

    /** Whether an outcome with this failure, or none, would come out again. */
    public static boolean lasts(@Nullable Failure failure) {
        if (failure == null) return true;
        return switch (failure.blame()) {
            case CANDIDATE, DATA -> true;
            case METRIC, PROVIDER, MACHINE -> false;
        };
    }

    public StudyInput input() {
        return input;
    }

    Past past() {
        return past;
    }

    @Override
    public ProgramDefinition program() {
        return input.program();
    }

    @Override
    public List<Example> training() {
        return input.training();
    }

    @Override
    public List<Example> validation() {
        return input.validation();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public Budget budget() {
        return ledger.budget();
    }

    /** Calls and tokens that the optimizer spent; scorings of test data are apart. */
    public Usage usage() {
        return ledger.usage();
    }

    /** Calls and tokens of the scorings of test data. */
    Usage apart() {
        return apart;
    }

    /** Failed jobs by whose fault they were, each counted once. */
    public Map<Blame, Long> errors() {
        return tally.failed();
    }

    /** How the jobs came out, each counted once. */
    Tally tally() {
        return tally;
    }

    /** Jobs that were answered by an earlier run's records. */
    public long replayed() {
        return replayed;
    }

    /** Jobs that other studies' results answered, in this run or an earlier one. */
    public long reused() {
        return reused;
    }

    public List<Candidate> candidates() {
        return List.copyOf(candidates);
    }

    /** The reported candidate with the highest validation score; the earliest of equals. */
    public @Nullable Candidate best() {
        return best;
    }

    StudyListener listener() {
        return listener;
    }

    @Override
    public void report(Candidate candidate) {
        add(labels.unique(candidate));
    }

    /** Takes in a candidate with its label, as one that was known before. */
    void add(Candidate candidate) {
        candidates.add(candidate);
        var leads = candidate.betterThan(best);
        if (leads) best = candidate;
        listener.candidate(candidate, leads);
    }

    @Override
    public void converged(String why) {
        converged = why;
        listener.note(why);
    }

    @Override
    public void note(String text) {
        notes.add(text);
        listener.note(text);
    }

    /** What the optimizer wants people to know. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public void budgetEnded(@Nullable String why) {
        budgetEnded = Objects.requireNonNullElse(why, "");
    }

    /** Why the search ended early; null where it did not. */
    @Nullable String budgetEnded() {
        return budgetEnded;
    }

    boolean hasConverged() {
        return converged != null;
    }

    @Override
    public List<Outcome> run(List<Job> jobs) {
        var asked = jobs.stream().map(job -> identity.of(job, false)).toList();
        var fresh = distinct(asked, counted);
        ledger.admit(metricCallsOf(fresh));
        recall(fresh);
        take(fresh.stream().filter(this::isTaken).toList());
        spendOn(fresh.stream().filter(job -> !isTaken(job)).toList());
        return asked.stream().map(this::outcome).toList();
    }

    @Override
    public long metricCalls(List<Job> jobs) {
        var asked = jobs.stream().map(job -> identity.of(job, false)).toList();
        return metricCallsOf(distinct(asked, counted));
    }

    /** What other studies know is taken to be new: in a replay it might be known already. */
    @Override
    public int covered(List<Job> jobs) {
        var fresh = new ArrayList<Asked>();
        var places = new ArrayList<Integer>();
        var seen = new HashSet<String>();
        for (int i = 0; i < jobs.size(); i++) {
            var asked = identity.of(jobs.get(i), false);
            if (counted.contains(asked.id()) || isFree(asked) || !seen.add(asked.id())) continue;
            fresh.add(asked);
            places.add(i);
        }
        int covered = ledger.covered(fresh);
        return covered == fresh.size() ? jobs.size() : places.get(covered);
    }

    @Override
    public Kept keep(long runs) {
        ledger.keep(runs);
        return () -> ledger.keep(-runs);
    }

    private long metricCallsOf(List<Asked> fresh) {
        return fresh.stream().filter(job -> job.job().scored() && !isFree(job)).count();
    }

    private boolean isFree(Asked job) {
        return past.free().contains(job.id());
    }

    /** Whether it is known without running: what is known to be paid for may be lost since. */
    private boolean isTaken(Asked job) {
        return known.containsKey(job.id()) && (isFree(job) || reusable.contains(job.id()));
    }

    /** Makes known what other studies know. */
    private void recall(List<Asked> jobs) {
        var unknown = unknown(jobs);
        if (unknown.isEmpty()) return;
        var recalled = workforce.recall(unknown);
        known.putAll(recalled);
        reusable.addAll(recalled.keySet());
    }

    private void take(List<Asked> jobs) {
        if (jobs.isEmpty()) return;
        answer(jobs);
        tolerance.check(tally);
        for (var job : jobs) {
            counted.add(job.id());
            if (isFree(job)) ledger.settleFree(job, outcome(job));
            else ledger.settleReused(job, outcome(job));
        }
    }

    private void spendOn(List<Asked> jobs) {
        ledger.admit(jobs);
        for (int from = 0; from < jobs.size(); ) {
            var rest = jobs.subList(from, jobs.size());
            var portion = rest.subList(0, ledger.portion(rest));
            try {
                answer(portion);
            } catch (BudgetExhausted e) {
                // What was done before the time was over has been spent.
                var done = portion.stream().filter(job -> known.containsKey(job.id())).toList();
                count(done);
                settle(done);
                throw e;
            }
            settle(portion);
            tolerance.check(tally);
            from += portion.size();
            // What was guessed is known better now.
            if (portion.size() == from) ledger.admit(jobs.subList(from, jobs.size()));
        }
    }

    private void settle(List<Asked> done) {
        for (var job : done) {
            counted.add(job.id());
            ledger.settle(job, outcome(job));
        }
    }

    /** Scores a state on examples outside of the budget, as for test data. */
    Evaluation evaluateApart(ProgramState state, List<Example> examples) {
        var asked =
                examples.stream()
                        .map(e -> identity.of(Job.evaluate(program(), state, e), true))
                        .toList();
        var fresh = distinct(asked, countedApart);
        recall(fresh);
        answer(fresh);
        for (var job : fresh) {
            countedApart.add(job.id());
            if (!reusable.contains(job.id())) apart = apart.plus(outcome(job).usage());
        }
        tolerance.check(tally);
        return new Evaluation(state, examples, asked.stream().map(this::outcome).toList());
    }

    /** The first of the examples, as many as the budget's metric calls cover for this state. */
    List<Example> covered(ProgramState state, List<Example> examples) {
        var asked =
                examples.stream()
                        .map(e -> identity.of(Job.evaluate(program(), state, e), false))
                        .toList();
        var left = budget().metricCallsLeft();
        for (int i = 0; i < asked.size(); i++) {
            if (!isFree(asked.get(i)) && left-- == 0) return examples.subList(0, i);
        }
        return examples;
    }

    /**
     * An earlier candidate on the validation examples, where all of its outcomes are known and paid
     * for. Runs nothing, but recalls what other studies know, which the journal then holds as
     * reused.
     */
    Optional<Evaluation> known(ProgramState state) {
        var examples = validation();
        var asked =
                examples.stream()
                        .map(e -> identity.of(Job.evaluate(program(), state, e), false))
                        .toList();
        var unknown = distinct(unknown(asked), Set.of());
        if (!unknown.stream().allMatch(this::isFree)) return Optional.empty();
        recall(unknown);
        if (!unknown(asked).isEmpty()) return Optional.empty();
        return Optional.of(
                new Evaluation(state, examples, asked.stream().map(this::outcome).toList()));
    }

    /**
     * The outcome of scoring the state on the example, where that was asked for until now, or paid
     * for before; asks nothing. What the journal knows beyond that is left out: a replay is to tell
     * what the first run told.
     */
    public Optional<Outcome> recorded(ProgramState state, Example example) {
        var job = identity.of(Job.evaluate(program(), state, example), false);
        var told = counted.contains(job.id()) || isFree(job);
        return told ? Optional.ofNullable(known.get(job.id())) : Optional.empty();
    }

    private static List<Asked> distinct(List<Asked> asked, Set<String> before) {
        var fresh = new LinkedHashMap<String, Asked>();
        for (var job : asked) {
            if (!before.contains(job.id())) fresh.putIfAbsent(job.id(), job);
        }
        return List.copyOf(fresh.values());
    }

    /** Makes all of them known. */
    private void answer(List<Asked> jobs) {
        var unknown = unknown(jobs);
        if (!unknown.isEmpty()) {
            try {
                var outcomes = workforce.work(unknown, timeLeft(unknown));
                for (int i = 0; i < unknown.size(); i++) {
                    known.put(unknown.get(i).id(), outcomes.get(i));
                }
            } catch (TimeIsUp e) {
                known.putAll(e.outcomes());
                throw new BudgetExhausted(String.valueOf(e.getMessage()));
            }
        }
        replayed += jobs.stream().filter(job -> past.records().containsKey(job.id())).count();
        count(jobs);
    }

    private List<Asked> unknown(List<Asked> jobs) {
        return jobs.stream().filter(job -> !known.containsKey(job.id())).toList();
    }

    /** For jobs that nothing answers but running them. */
    private @Nullable Duration timeLeft(List<Asked> jobs) {
        if (jobs.getFirst().apart()) return null;
        ledger.checkTime();
        return ledger.timeLeft();
    }

    private void count(List<Asked> jobs) {
        for (var job : jobs) {
            if (counted.contains(job.id()) || countedApart.contains(job.id())) continue;
            if (reusable.contains(job.id())) reused++;
            tally.add(job.job(), outcome(job));
        }
    }

    private Outcome outcome(Asked job) {
        var outcome = known.get(job.id());
        if (outcome == null) throw new IllegalStateException("job " + job.id() + " has no outcome");
        return outcome;
    }
}
