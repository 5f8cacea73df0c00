package io.espalier.optimizers.study;

import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.json.Json;
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

    /** Room above what a run of another kind took. */
    private static final double OTHER_KIND = 1.1;

    /** Tokens of a character of which nothing is known, as few as there may be. */
    private static final double LEAST_PER_CHAR = 0.25;

    /** Most tokens of a character of new text, where no more were seen. */
    private static final double MOST_PER_CHAR = 0.5;

    /** How many times the tokens that a character was seen to take it may take. */
    private static final double DENSER = 1.5;

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

        Need less(Need o) {
            return new Need(calls - o.calls, tokens - o.tokens, cost - o.cost);
        }

        Need times(double factor) {
            return new Need(calls * factor, tokens * factor, cost * factor);
        }
    }

    /**
     * @param sum of all runs
     * @param most of any run
     * @param least calls of any run
     * @param chars of the longest text of any run
     * @param text characters of all runs
     */
    private record Seen(long runs, Need sum, Need most, double least, int chars, long text) {
        static final Seen NONE = new Seen(0, Need.NOTHING, Need.NOTHING, Double.MAX_VALUE, 0, 0);

        Seen with(Need run, int ofRun) {
            return new Seen(
                    runs + 1,
                    sum.plus(run),
                    most.max(run),
                    Math.min(least, run.calls),
                    Math.max(chars, ofRun),
                    text + ofRun);
        }

        Need mean() {
            return sum.times(1.0 / runs);
        }

        Seen times(double factor) {
            return new Seen(
                    runs, sum.times(factor), most.times(factor), least * factor, chars, text);
        }

        /** An adapter's fallback doubles the calls of a run, and the shortest had none. */
        double mostCalls() {
            return Math.max(most.calls, 2 * least);
        }
    }

    private final Prices prices;
    private final Map<String, Seen> byKind = new HashMap<>();
    private Seen scored = Seen.NONE;
    private Seen questions = Seen.NONE;
    private final Density density = new Density();

    Needs(Prices prices) {
        this.prices = prices;
    }

    /** Whether anything is known yet. */
    boolean informed() {
        return scored.runs + questions.runs > 0;
    }

    /** A call that was saved this time may have to be made the next time. */
    void learn(Asked asked, Outcome outcome) {
        var run = need(asked, outcome.usage().inFull());
        var seen = byKind.getOrDefault(asked.kind(), Seen.NONE);
        byKind.put(asked.kind(), seen.with(run, asked.chars()));
        if (!asked.job().scored()) {
            questions = questions.with(run, asked.chars());
            return;
        }
        double each = 1 / runs(asked);
        scored = scored.with(run.times(each), (int) (each * asked.chars()));
        if (run.calls > 0) density.add(chars(asked), run.tokens / run.calls);
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
        var like = like(asked);
        if (like.runs == 0) return unread(asked);
        var mean = like.mean();
        if (mean.tokens == 0) return mean.times(OTHER_KIND * runs(asked));
        double more = chars(asked) - (double) like.text / like.runs / predictors(asked.job());
        double tokens = mean.tokens + mean.calls * more * density.perChar();
        double growth = OTHER_KIND * Math.max(0.5, tokens / mean.tokens);
        return new Need(OTHER_KIND * mean.calls, growth * mean.tokens, growth * mean.cost)
                .times(runs(asked));
    }

    /** Runs of other kinds to go by: a question is like one call of a run. */
    private Seen like(Asked asked) {
        if (asked.job().scored()) return scored.runs > 0 ? scored : questions;
        if (questions.runs > 0) return questions;
        double calls = scored.runs == 0 ? 0 : scored.mean().calls;
        return calls == 0 ? scored : scored.times(predictors(asked.job()) / calls);
    }

    /** Whether jobs of the kind have run. */
    boolean knows(Asked asked) {
        return byKind.containsKey(asked.kind());
    }

    /** The largest run of the kind, and on top of it what this one has more text, at each call. */
    Need most(Asked asked) {
        double least = 2 * predictors(asked.job()) * runs(asked);
        if (!informed()) return unread(asked).max(new Need(least, 0, 0));
        var seen = byKind.get(asked.kind());
        if (seen != null) {
            int more = Math.max(0, asked.chars() - seen.chars);
            return grown(seen, more, asked, 1).max(new Need(least, 0, 0));
        }
        // All of a new state's text is taken to be new.
        return grown(like(asked), asked.chars(), asked, runs(asked)).max(new Need(least, 0, 0));
    }

    /** Before anything has run: what reading the text takes at the least. */
    private Need unread(Asked asked) {
        double calls = predictors(asked.job()) * runs(asked);
        int program = Json.canonical(asked.job().program().document()).length();
        double tokens = (program + asked.chars()) * LEAST_PER_CHAR;
        var read = new Usage((long) calls, (long) tokens, 0, 0);
        return new Need(calls, tokens, prices.of(asked.job().role(), read));
    }

    private Need grown(Seen like, int more, Asked asked, double runs) {
        var calls = like.mostCalls() * runs;
        var room = like.most.times(SAME_KIND * runs);
        if (room.tokens == 0) return new Need(calls, 0, room.cost);
        var times = Math.max(1, like.most.calls / predictors(asked.job()));
        double perChar = Math.max(MOST_PER_CHAR, DENSER * density.perChar());
        var tokens = room.tokens + times * more * perChar;
        return new Need(calls, tokens, room.cost * tokens / room.tokens);
    }

    /** Of one call's prompt: each predictor reads its part of a state's text. */
    private static double chars(Asked asked) {
        return asked.chars() / runs(asked) / predictors(asked.job());
    }

    /** Runs of the program in one job: one for each member of an ensemble. */
    private static double runs(Asked asked) {
        return Math.max(1, asked.job().state().members().size());
    }

    private static double predictors(Job job) {
        return Math.max(1, job.program().predictors().size());
    }
}
