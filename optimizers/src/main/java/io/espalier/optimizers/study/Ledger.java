package io.espalier.optimizers.study;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Budget.Limits;
import io.espalier.optimizers.Budget.Spent;
import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.study.Needs.Need;
import io.espalier.optimizers.study.Past.Paid;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.model.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A study's budget: admits a question as a whole before any of it is dispatched, hands it out in
 * portions that cannot pass a limit, and counts what came back.
 *
 * <p>A result that another study has is a metric call like any other, so that a search is the same
 * whatever its home knows; it takes no model calls, tokens or cost.
 *
 * <p>Metric calls are exact. Model calls, tokens and cost are known only afterwards: a question is
 * admitted when its likely need fits, with room for a longest run and beside what is kept, and
 * dispatched in portions whose largest need fits, so near the end of a budget work goes on in small
 * steps and may stop within a question. All figures are taken in the order of asking, from records
 * and from fresh results alike, so a replay meets the same limits at the same places. Time is the
 * exception: it is what the clock said, and only asked before something is really dispatched, so a
 * replay goes as far as its records do.
 *
 * <p>Safe for a second thread that only reads.
 */
public final class Ledger {
    /** Runs that say what a program takes. */
    private static final int PROBE = 4;

    private final Limits limits;
    private final Prices prices;
    private final Supplier<Duration> running;
    private final Needs needs;
    private long metricCalls;
    private long reused;
    private double cost;
    private Usage usage;
    private long keptRuns;

    /** One run of the longest program in the question that was admitted last. */
    private Need longest = Need.NOTHING;

    /** Beside that question. */
    private Need kept = Need.NOTHING;

    /**
     * @param paid before
     * @param running how long the study ran until now, pauses left out
     */
    public Ledger(Limits limits, Prices prices, Paid paid, Supplier<Duration> running) {
        this.metricCalls = paid.metricCalls();
        this.reused = paid.reused();
        this.cost = paid.cost();
        this.usage = paid.usage();
        this.limits = limits;
        this.prices = prices;
        this.running = running;
        this.needs = new Needs(prices);
    }

    public synchronized Budget budget() {
        return new Budget(
                limits,
                new Spent(metricCalls, usage.calls(), tokens(), running.get(), cost, reused));
    }

    /** Calls and tokens of all that was counted. */
    public synchronized Usage usage() {
        return usage;
    }

    /** Null without a limit; never negative. */
    public @Nullable Duration timeLeft() {
        var limit = limits.time();
        if (limit == null) return null;
        var left = limit.minus(running.get());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * @throws BudgetExhausted when the metric calls left are fewer
     */
    synchronized void admit(long moreMetricCalls) {
        var limit = limits.metricCalls();
        if (limit != null && moreMetricCalls > 0 && metricCalls + moreMetricCalls > limit) {
            throw exhausted("metric-calls", limit, metricCalls, moreMetricCalls, 0);
        }
    }

    /**
     * Keeps what so many runs of the longest program in a question take, beside the question: of
     * model calls, tokens and cost, not of metric calls.
     *
     * @param moreRuns beside those that are kept already; negative to keep fewer
     */
    synchronized void keep(long moreRuns) {
        keptRuns += moreRuns;
    }

    /**
     * @param jobs whose metric calls are admitted
     * @throws BudgetExhausted when what all jobs together are likely to need is not covered
     */
    synchronized void admit(List<Asked> jobs) {
        if (jobs.isEmpty()) return;
        var question = new Question();
        for (var job : jobs) question.add(job);
        var passed = question.passed();
        if (passed != null) throw passed;
        longest = question.longest;
        kept = question.kept();
    }

    /**
     * How many of the jobs, from the first on, would be admitted as one question.
     *
     * @param jobs all of them new
     */
    synchronized int covered(List<Asked> jobs) {
        long metricCallsLeft = budget().metricCallsLeft();
        var question = new Question();
        for (int i = 0; i < jobs.size(); i++) {
            if (jobs.get(i).job().scored() && metricCallsLeft-- == 0) return i;
            question.add(jobs.get(i));
            if (question.passed() != null) return i;
        }
        return jobs.size();
    }

    /** What jobs are likely to need, and the last of them at the most. */
    private final class Question {
        private Need likely = Need.NOTHING;
        private Need room = Need.NOTHING;

        /** A run of the longest program; of the question before, until there is one. */
        private Need longest = Ledger.this.longest;

        private boolean scored;

        void add(Asked job) {
            var one = needs.likely(job);
            likely = likely.plus(one);
            room = room.max(needs.most(job).less(one));
            if (!job.job().scored()) return;
            longest = scored ? longest.max(one) : one;
            scored = true;
        }

        Need kept() {
            return longest.times(keptRuns);
        }

        @Nullable BudgetExhausted passed() {
            return Ledger.this.passed(likely.plus(room), kept());
        }
    }

    /**
     * How many of the jobs, from the first on, may be dispatched now. Where not all of them may,
     * and what the first takes can only be guessed, a few: what they took says whether the others
     * are covered.
     *
     * @param jobs the rest of those that were admitted last
     * @return at least 1
     * @throws BudgetExhausted when not even the first is covered
     */
    synchronized int portion(List<Asked> jobs) {
        if (limits.modelCalls() == null && limits.tokens() == null && limits.cost() == null) {
            return jobs.size();
        }
        var sum = Need.NOTHING;
        int n = 0;
        for (var job : jobs) {
            sum = sum.plus(needs.most(job));
            var passed = passed(sum, kept);
            if (passed != null) {
                if (n == 0) throw passed;
                return needs.knows(jobs.getFirst()) ? n : Math.min(n, PROBE);
            }
            n++;
            // Nothing is known before the first run: it goes alone.
            if (!needs.informed()) return n;
        }
        return n;
    }

    /** Counts nothing, and learns what such jobs take. */
    synchronized void settleFree(Asked asked, Outcome outcome) {
        needs.learn(asked, outcome);
    }

    /** Counts the metric call that another study's result answers. */
    synchronized void settleReused(Asked asked, Outcome outcome) {
        needs.learn(asked, outcome);
        if (!asked.job().scored()) return;
        metricCalls++;
        reused++;
    }

    synchronized void settle(Asked asked, Outcome outcome) {
        needs.learn(asked, outcome);
        if (asked.job().scored()) metricCalls++;
        usage = usage.plus(outcome.usage());
        cost += prices.of(asked.job().role(), outcome.usage());
    }

    private long tokens() {
        return usage.prompt() + usage.completion();
    }

    private @Nullable BudgetExhausted passed(Need need, Need beside) {
        var all = need.plus(beside);
        var calls = limits.modelCalls();
        if (calls != null && usage.calls() + all.calls() > calls) {
            return exhausted(
                    "model-calls",
                    calls,
                    usage.calls(),
                    Math.round(need.calls()),
                    Math.round(beside.calls()));
        }
        var tokens = limits.tokens();
        if (tokens != null && (tokens() >= tokens || tokens() + all.tokens() > tokens)) {
            return exhausted(
                    "tokens",
                    tokens,
                    tokens(),
                    Math.round(need.tokens()),
                    Math.round(beside.tokens()));
        }
        var money = limits.cost();
        if (money != null && (cost >= money || cost + all.cost() > money)) {
            return exhausted("cost", money, cost, need.cost(), beside.cost());
        }
        return null;
    }

    /**
     * @throws BudgetExhausted when the time is over
     */
    void checkTime() {
        var left = timeLeft();
        var limit = limits.time();
        if (left == null || limit == null || left.isPositive()) return;
        throw new BudgetExhausted(
                String.format(
                        Locale.ROOT,
                        "budget.minutes: %.1f s of %.1f s are over",
                        running.get().toMillis() / 1000.0,
                        limit.toMillis() / 1000.0));
    }

    private static BudgetExhausted exhausted(
            String name, Number limit, Number spent, Number more, Number kept) {
        var others = kept.doubleValue() > 0 ? ", beside " + kept + " to score what is found" : "";
        return new BudgetExhausted(
                "budget."
                        + name
                        + ": "
                        + spent
                        + " of "
                        + limit
                        + " are spent, and the next question takes about "
                        + more
                        + others);
    }
}
