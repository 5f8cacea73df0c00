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
 * admitted when its likely need fits, and dispatched in portions whose largest need fits, so near
 * the end of a budget work goes on in small steps and may stop within a question. All figures are
 * taken in the order of asking, from records and from fresh results alike, so a replay meets the
 * same limits at the same places. Time is the exception: it is what the clock said, and only asked
 * before something is really dispatched, so a replay goes as far as its records do.
 *
 * <p>Safe for a second thread that only reads.
 */
public final class Ledger {
    private final Limits limits;
    private final Prices prices;
    private final Supplier<Duration> running;
    private final Needs needs;
    private long metricCalls;
    private long reused;
    private double cost;
    private Usage usage;

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
            throw exhausted("metric-calls", limit, metricCalls, moreMetricCalls);
        }
    }

    /**
     * @param jobs whose metric calls are admitted
     * @throws BudgetExhausted when the likely need of all jobs together is not covered
     */
    synchronized void admit(List<Asked> jobs) {
        if (jobs.isEmpty()) return;
        var likely = Need.NOTHING;
        for (var job : jobs) likely = likely.plus(needs.likely(job));
        var passed = passed(likely);
        if (passed != null) throw passed;
    }

    /**
     * How many of the jobs, from the first on, may be dispatched now.
     *
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
            var passed = passed(sum);
            if (passed != null) {
                if (n == 0) throw passed;
                return n;
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

    private @Nullable BudgetExhausted passed(Need need) {
        var calls = limits.modelCalls();
        if (calls != null && usage.calls() + need.calls() > calls) {
            return exhausted("model-calls", calls, usage.calls(), Math.round(need.calls()));
        }
        var tokens = limits.tokens();
        if (tokens != null && (tokens() >= tokens || tokens() + need.tokens() > tokens)) {
            return exhausted("tokens", tokens, tokens(), Math.round(need.tokens()));
        }
        var money = limits.cost();
        if (money != null && (cost >= money || cost + need.cost() > money)) {
            return exhausted("cost", money, cost, need.cost());
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

    private static BudgetExhausted exhausted(String name, Number limit, Number spent, Number more) {
        return new BudgetExhausted(
                "budget."
                        + name
                        + ": "
                        + spent
                        + " of "
                        + limit
                        + " are spent, and the next question takes about "
                        + more);
    }
}
