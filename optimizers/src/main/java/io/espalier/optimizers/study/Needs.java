package io.espalier.optimizers.study;

import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.model.Usage;
import java.util.HashMap;
import java.util.Map;

/**
 * What a run is likely to take, and what it takes at most, learned from the runs before it. Metric
 * calls are known beforehand; model calls, tokens and cost only afterwards.
 */
final class Needs {
    /** Room above the largest run of the same kind. */
    private static final double SAME_KIND = 1.25;

    /** Fewest characters of new text that a token is taken to hold. */
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
     * @param least calls of any run, had nothing been remembered
     * @param chars of the longest text of any run
     */
    private record Seen(long runs, Need sum, Need most, double least, int chars) {
        static final Seen NONE = new Seen(0, Need.NOTHING, Need.NOTHING, Double.MAX_VALUE, 0);

        Seen with(Need spent, Need inFull, int text) {
            return new Seen(
                    runs + 1,
                    sum.plus(spent),
                    most.max(inFull),
                    Math.min(least, inFull.calls),
                    Math.max(chars, text));
        }

        Need mean() {
            return sum.times(1.0 / runs);
        }

        /** An adapter's fallback doubles the calls of a run, and the shortest had none. */
        double mostCalls() {
            return Math.max(most.calls, 2 * least);
        }
    }

    private final Prices prices;
    private final Map<String, Seen> byKind = new HashMap<>();
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
        var seen = byKind.getOrDefault(asked.kind(), Seen.NONE);
        byKind.put(asked.kind(), seen.with(spent, inFull, asked.chars()));
        double each = 1 / runs(asked);
        all = all.with(spent.times(each), inFull.times(each), asked.chars());
    }

    private Need need(Asked asked, Usage usage) {
        return new Need(
                usage.calls(),
                usage.prompt() + usage.completion(),
                prices.of(asked.job().role(), usage));
    }

    Need likely(Asked asked) {
        var seen = byKind.get(asked.kind());
        if (seen != null) return seen.mean();
        var one =
                informed() ? all.mean().times(SAME_KIND) : new Need(predictors(asked.job()), 0, 0);
        return one.times(runs(asked));
    }

    /** The largest run of the kind, and on top of it what this one has more text, at each call. */
    Need most(Asked asked) {
        double least = 2 * predictors(asked.job()) * runs(asked);
        if (!informed()) return new Need(least, 0, 0);
        var seen = byKind.get(asked.kind());
        if (seen != null) {
            int more = Math.max(0, asked.chars() - seen.chars);
            return grown(seen, more, asked, 1).max(new Need(least, 0, 0));
        }
        // All of a new state's text is taken to be new.
        return grown(all, asked.chars(), asked, runs(asked)).max(new Need(least, 0, 0));
    }

    private static Need grown(Seen like, int more, Asked asked, double runs) {
        var calls = like.mostCalls() * runs;
        var room = like.most.times(SAME_KIND * runs);
        if (room.tokens == 0) return new Need(calls, 0, room.cost);
        var times = Math.max(1, like.most.calls / predictors(asked.job()));
        var tokens = room.tokens + times * more / CHARS_PER_TOKEN;
        return new Need(calls, tokens, room.cost * tokens / room.tokens);
    }

    /** Runs of the program in one job: one for each member of an ensemble. */
    private static double runs(Asked asked) {
        return Math.max(1, asked.job().state().members().size());
    }

    private static double predictors(Job job) {
        return Math.max(1, job.program().predictors().size());
    }
}
