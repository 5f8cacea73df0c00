package io.espalier.worker.engine;

import java.util.stream.IntStream;

/**
 * How one request's tokens are chosen from logits.
 *
 * <p>Padding in a batch moves logits by rounding (seen: 2e-5), which could tip a choice that is
 * almost even, and then a result would depend on its neighbours. So a choice also says when it was
 * close; the engine decides those again from logits computed for the row alone.
 *
 * @param temperature 0 takes the likeliest token
 * @param topP 1 keeps all tokens
 */
public record Draw(double temperature, double topP, CounterRandom random) {

    /** More than rounding moves a logit, with room to spare. */
    private static final double ROUNDING = 2e-4;

    /**
     * @param close true when rounding might have chosen otherwise
     */
    public record Choice(int token, boolean close) {}

    public Choice choose(float[] logits, int position) {
        return temperature == 0 ? likeliest(logits) : sampled(logits, random.at(position));
    }

    private static Choice likeliest(float[] logits) {
        var best = 0;
        var second = Float.NEGATIVE_INFINITY;
        for (var token = 1; token < logits.length; token++) {
            var value = logits[token];
            if (value > logits[best]) {
                second = logits[best];
                best = token;
            } else if (value > second) {
                second = value;
            }
        }
        return new Choice(best, logits[best] - second < 2 * ROUNDING);
    }

    /** Walks the kept tokens in the order of their ids, so that their ranks do not matter. */
    private Choice sampled(float[] logits, double uniform) {
        var weights = new double[logits.length];
        var top = Float.NEGATIVE_INFINITY;
        for (var value : logits) {
            top = Math.max(top, value);
        }
        var total = 0.0;
        for (var token = 0; token < weights.length; token++) {
            weights[token] = Math.exp((logits[token] - top) / temperature);
            total += weights[token];
        }
        var close = false;
        var margin = 2 * ROUNDING / Math.max(temperature, ROUNDING);
        if (topP < 1) {
            var ranked = ranked(weights);
            var kept = 0;
            var mass = 0.0;
            while (kept < ranked.length && mass < topP * total) {
                mass += weights[ranked[kept++]];
            }
            var last = weights[ranked[kept - 1]];
            var next = kept < ranked.length ? weights[ranked[kept]] : 0;
            var spare = mass - topP * total;
            close =
                    spare < margin * total // one more token might have been kept
                            || last - spare < margin * total && kept > 1 // or one less
                            || last - next < margin * last; // or the next one instead
            for (var rank = kept; rank < ranked.length; rank++) {
                weights[ranked[rank]] = 0;
            }
            total = mass;
        }
        var target = uniform * total;
        var mass = 0.0;
        var token = -1;
        for (var candidate = 0; candidate < weights.length; candidate++) {
            if (weights[candidate] == 0) {
                continue;
            }
            token = candidate;
            var below = mass;
            mass += weights[candidate];
            if (target < mass) {
                close |= Math.min(target - below, mass - target) < margin * total;
                break;
            }
        }
        return new Choice(token, close);
    }

    private static int[] ranked(double[] weights) {
        var order = IntStream.range(0, weights.length).filter(i -> weights[i] > 1e-12).boxed();
        return order.sorted((a, b) -> Double.compare(weights[b], weights[a]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Greedy choice, for callers that want no randomness. */
    public static Draw greedy() {
        return new Draw(0, 1, new CounterRandom(0));
    }
}
