package io.espalier.optimizers.study;

import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.model.Usage;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run is likely to take, and what it takes at most, learned from the runs before it. Metric
 * calls are known beforehand; model calls, tokens and cost only afterwards.
 */
final class Needs {
    /** Runs after which the most calls seen stand for the most that there are. */
    private static final long ENOUGH = 20;

    /** Room above the largest run of the same state. */
    private static final double SAME_STATE = 1.25;

    /** Fewest characters of a new state's text that a token is taken to hold. */
    private static final double CHARS_PER_TOKEN = 2;

    /** One run's model calls, tokens and cost, or a sum of runs. */
    record Need(double calls, double tokens, double cost) {
        static final Need NOTHING = new Need(0, 0, 0);

        Need plus(Need o) {
            return new Need(calls + o.calls, tokens + o.tokens, cost + o.cost);
        }

        Need max(Need o) {
            return new Need(
                    Math.max(calls, o.calls), Math.max(tokens, o.tokens), Math.max(cost, o.cost));
        }

        Need times(double factor) {
            return new Need(calls * factor, tokens * factor, cost * factor);
        }
    }

    /**
     * @param sum of what was spent
     * @param most of any run, had nothing been remembered
     */
    private record Seen(long runs, Need sum, Need most) {
        static final Seen NONE = new Seen(0, Need.NOTHING, Need.NOTHING);

        Seen with(Need spent, Need inFull) {
            return new Seen(runs + 1, sum.plus(spent), most.max(inFull));
        }

        Need mean() {
            return sum.times(1.0 / runs);
        }
    }

    private final Prices prices;
    private final Map<String, Seen> byState = new HashMap<>();
    private Seen all = Seen.NONE;

    Needs(Prices prices) {
        this.prices = prices;
    }

    /** Whether anything is known yet. */
    boolean informed() {
        return all.runs > 0;
    }

    /** A call that was saved this time may have to be made the next time. */
    void learn(Asked asked, Outcome outcome) {
        var spent = need(asked, outcome.usage());
        var inFull = need(asked, outcome.usage().inFull());
        byState.merge(
                key(asked),
                Seen.NONE.with(spent, inFull),
                (old, ignored) -> old.with(spent, inFull));
        all = all.with(spent.times(1 / runs(asked)), inFull.times(1 / runs(asked)));
    }

    private Need need(Asked asked, Usage usage) {
        return new Need(
                usage.calls(),
                usage.prompt() + usage.completion(),
                prices.of(asked.job().role(), usage));
    }

    Need likely(Asked asked) {
        var seen = seen(asked);
        if (seen != null) return seen.mean();
        var one =
                informed() ? all.mean().times(SAME_STATE) : new Need(predictors(asked.job()), 0, 0);
        return one.times(runs(asked));
    }

    Need most(Asked asked) {
        var seen = seen(asked);
        var room = seen == null ? grown(asked).times(runs(asked)) : seen.most.times(SAME_STATE);
        // An adapter's fallback doubles the calls of a predictor.
        var calls =
                all.runs >= ENOUGH
                        ? all.most.calls
                        : Math.max(2 * predictors(asked.job()), all.most.calls);
        return new Need(calls * runs(asked), room.tokens, room.cost);
    }

    /** Runs of the program in one job: one for each member of an ensemble. */
    private static double runs(Asked asked) {
        return Math.max(1, asked.job().state().members().size());
    }

    /** The largest run of any state, and on top of it all the text of this one, at each call. */
    private Need grown(Asked asked) {
        var room = all.most.times(SAME_STATE);
        if (room.tokens == 0) return room;
        var times = Math.max(1, all.most.calls / predictors(asked.job()));
        var tokens = room.tokens + times * asked.stateChars() / CHARS_PER_TOKEN;
        return new Need(room.calls, tokens, room.cost * tokens / room.tokens);
    }

    private @Nullable Seen seen(Asked asked) {
        return byState.get(key(asked));
    }

    private static String key(Asked asked) {
        return asked.stateHash() + asked.job().role();
    }

    private static double predictors(Job job) {
        return Math.max(1, job.program().predictors().size());
    }
}
