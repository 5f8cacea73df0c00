package io.espalier.optimizers.race;

import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.race.Contest.Entrant;
import io.espalier.signatures.data.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Successive halving: all programs run on a few examples, the better half goes on to as many again,
 * and so on, until the last two have seen them all. Spends on each program as long as it is among
 * the better half.
 *
 * <p><b>Cost.</b> With four rounds, on an eighth, a quarter, half and all of m examples: for ten
 * challengers and the incumbent 4.6 m metric calls, of 11 m for scoring all on all.
 *
 * <p><b>Source.</b> Jamieson and Talwalkar, 2016, "Non-stochastic best arm identification and
 * hyperparameter optimization" (arXiv 1502.07943).
 */
public final class Knockout {
    private static final int ROUNDS = 4;

    /** Examples of a first round, where there are as many. */
    private static final int LEAST = 6;

    private Knockout() {}

    /**
     * @param incumbent runs along to the end, for comparison
     * @param challengers all but two of them leave on the way; the last ones do not run where the
     *     budget does not cover all
     * @param examples in the order in which they are tried
     * @throws BudgetExhausted when the next round is not covered
     */
    public static void run(
            Contest contest, Entrant incumbent, List<Entrant> challengers, List<Example> examples) {
        var running = challengers;
        int from = 0;
        for (int to : rounds(examples.size())) {
            var all = new ArrayList<Entrant>();
            all.add(incumbent);
            all.addAll(running);
            var block = examples.subList(from, to);
            var covered = contest.covered(all, block);
            var ran = covered.stream().filter(e -> e != incumbent).toList();
            // Where no challenger is covered, the study says what it lacks.
            contest.run(ran.isEmpty() ? all : covered, block);
            running = contest.best(ran, left(ran.size()));
            from = to;
        }
    }

    /** Metric calls that {@link #run} takes at most. */
    public static long cost(int challengers, int examples) {
        long cost = 0;
        int running = challengers;
        int from = 0;
        for (int to : rounds(examples)) {
            cost += (long) (1 + running) * (to - from);
            running = left(running);
            from = to;
        }
        return cost;
    }

    /**
     * The most examples that so many metric calls cover.
     *
     * @param most no more are wanted
     * @return 0 when too few for a first round
     */
    public static int covered(long calls, int challengers, int most) {
        for (int examples = most; examples >= Math.min(LEAST, most); examples--) {
            if (cost(challengers, examples) <= calls) return examples;
        }
        return 0;
    }

    /**
     * What one of several knockouts to come may be.
     *
     * @param challengers 1 or more
     * @param examples 1 or more
     */
    public record Size(int challengers, int examples) {
        public Size {
            atLeastOne("challengers", challengers);
            atLeastOne("examples", examples);
        }

        private static void atLeastOne(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
            }
        }
    }

    /**
     * The size of the next knockout, where all to come share the calls evenly. Where that is too
     * little, there will be fewer of them, and fewer challengers: half of them first, then only one
     * knockout, of whatever is covered.
     *
     * @param knockouts still to come, this one among them
     * @param challengers wanted for each, 1 or more
     * @param examples wanted for each
     * @return empty when the calls do not cover one challenger
     */
    public static Optional<Size> size(long calls, int knockouts, int challengers, int examples) {
        for (int share = knockouts; share >= 1; share--) {
            int least = share == 1 ? 1 : (challengers + 1) / 2;
            for (int running = challengers; running >= least; running--) {
                int covered = covered(calls / share, running, examples);
                if (covered > 0) return Optional.of(new Size(running, covered));
            }
        }
        return Optional.empty();
    }

    private static int left(int running) {
        return running <= 2 ? running : Math.max(2, (running + 1) / 2);
    }

    /** Where rounds end: each program that is left has then seen twice as much as before. */
    private static List<Integer> rounds(int examples) {
        var ends = new ArrayList<Integer>();
        for (int to = examples; ends.isEmpty() || to >= LEAST; to /= 2) ends.addFirst(to);
        return ends.subList(Math.max(0, ends.size() - ROUNDS), ends.size());
    }
}
