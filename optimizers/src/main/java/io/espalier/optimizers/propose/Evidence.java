package io.espalier.optimizers.propose;

import io.espalier.optimizers.Shuffled;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Runs of a program as a deck to reflect on: each hand holds wrong runs and some right ones, and
 * every run is dealt once before any comes again, so that a chain of reflections reads all of them.
 */
public final class Evidence {
    /** Runs in a hand, and how many of them at most are wrong ones while right ones are left. */
    private static final int HAND = 20;

    private static final int WRONG = 13;

    /** Score from which a run is right; a graded metric's best may fall short of 1 by rounding. */
    public static final double RIGHT = 0.999;

    /** Characters of evidence in one question, about a quarter as many tokens. */
    private static final int CHARACTERS = 32_000;

    private final Deck wrong;
    private final Deck right;

    /**
     * @param runs of one state, by example
     */
    public Evidence(Map<Example, Outcome> runs, RandomGenerator random) {
        var all = runs.entrySet().stream().filter(run -> run.getValue().judged()).toList();
        wrong = new Deck(Shuffled.of(all.stream().filter(r -> !isRight(r)).toList(), random));
        right = new Deck(Shuffled.of(all.stream().filter(Evidence::isRight).toList(), random));
    }

    private static boolean isRight(Map.Entry<Example, Outcome> run) {
        return run.getValue().value() >= RIGHT;
    }

    /** Whether there is anything to learn from. */
    public boolean hasWrong() {
        return !wrong.runs.isEmpty();
    }

    /** The next hand. */
    public List<Map.Entry<Example, Outcome>> next() {
        int fromWrong = Math.min(wrong.runs.size(), Math.max(WRONG, HAND - right.runs.size()));
        int fromRight = Math.min(right.runs.size(), HAND - fromWrong);
        var hand = new ArrayList<>(wrong.deal(fromWrong));
        hand.addAll(right.deal(fromRight));
        return hand;
    }

    /** A hand as one predictor's cases, as many of them as fit a question. */
    public static List<Case> cases(
            ProgramDefinition program, String predictor, List<Map.Entry<Example, Outcome>> hand) {
        var cases = new ArrayList<Case>();
        int characters = 0;
        for (var run : hand) {
            var one = Case.of(program, predictor, run.getKey(), run.getValue());
            characters += one.text(cases.size() + 1).length();
            if (characters > CHARACTERS && !cases.isEmpty()) break;
            cases.add(one);
        }
        return cases;
    }

    private static final class Deck {
        private final List<Map.Entry<Example, Outcome>> runs;
        private int next;

        Deck(List<Map.Entry<Example, Outcome>> runs) {
            this.runs = runs;
        }

        List<Map.Entry<Example, Outcome>> deal(int count) {
            var dealt = new ArrayList<Map.Entry<Example, Outcome>>();
            for (int i = 0; i < count; i++) dealt.add(runs.get(next++ % runs.size()));
            return dealt;
        }
    }
}
