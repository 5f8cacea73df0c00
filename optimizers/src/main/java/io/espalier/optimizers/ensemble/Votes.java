package io.espalier.optimizers.ensemble;

import io.espalier.signatures.Field;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.metric.Agreement;
import java.util.ArrayList;
import java.util.List;

/**
 * What votes of some states would score, from what each of them answered before: a vote answers
 * with one of its members' predictions, whose score is known. So it costs no run to know it.
 */
final class Votes {
    /** Stands for a state that has no prediction. */
    private static final int ABSTAINS = -1;

    /** By state and example: a number that states with equal predictions share. */
    private final int[][] answers;

    private final double[][] scores;

    /**
     * @param outcomes by state, each on the same examples
     */
    Votes(List<Field> outputs, List<List<Outcome>> outcomes) {
        int examples = outcomes.getFirst().size();
        answers = new int[outcomes.size()][examples];
        scores = new double[outcomes.size()][examples];
        for (int e = 0; e < examples; e++) {
            for (int s = 0; s < outcomes.size(); s++) {
                answers[s][e] = answer(outputs, outcomes, s, e);
                scores[s][e] = outcomes.get(s).get(e).answer();
            }
        }
    }

    /** The first state that answers as {@code state} does. */
    private static int answer(
            List<Field> outputs, List<List<Outcome>> outcomes, int state, int example) {
        var mine = outcomes.get(state).get(example).prediction();
        if (mine == null) return ABSTAINS;
        for (int other = 0; other < state; other++) {
            var theirs = outcomes.get(other).get(example).prediction();
            if (theirs != null && Agreement.agree(outputs, theirs, mine)) return other;
        }
        return state;
    }

    int states() {
        return scores.length;
    }

    int examples() {
        return scores[0].length;
    }

    /** The score of the members' vote on one example, 0 to 1. */
    double score(List<Integer> members, int example) {
        int winner = members.getFirst();
        int most = 0;
        for (int member : members) {
            int answer = answers[member][example];
            if (answer == ABSTAINS) continue;
            int votes = 0;
            for (int other : members) if (answers[other][example] == answer) votes++;
            if (votes > most) {
                most = votes;
                winner = member;
            }
        }
        return scores[winner][example];
    }

    /** Their sum over some examples. */
    double sum(List<Integer> members, List<Integer> examples) {
        double sum = 0;
        for (int example : examples) sum += score(members, example);
        return sum;
    }

    /**
     * Members chosen greedily: the best state, then again and again the two that add most to the
     * vote. In pairs, since a vote of two is the word of the first.
     *
     * @param most members; an odd number of them is used
     * @param examples by which to choose
     * @return the best of the votes on the way, the single state included
     */
    List<Integer> choose(int most, List<Integer> examples) {
        var members = List.of(single(examples));
        var best = members;
        while (members.size() + 2 <= most) {
            var next = withBestPair(members, examples);
            if (next.equals(members)) break;
            members = next;
            if (sum(members, examples) > sum(best, examples)) best = members;
        }
        return best;
    }

    /** The best state alone; of equals the first. */
    int single(List<Integer> examples) {
        int best = 0;
        for (int state = 1; state < states(); state++) {
            if (sum(List.of(state), examples) > sum(List.of(best), examples)) best = state;
        }
        return best;
    }

    private List<Integer> withBestPair(List<Integer> members, List<Integer> examples) {
        var best = members;
        double most = Double.NEGATIVE_INFINITY;
        for (int one = 0; one < states(); one++) {
            for (int other = one + 1; other < states(); other++) {
                if (members.contains(one) || members.contains(other)) continue;
                var larger = new ArrayList<>(members);
                larger.add(one);
                larger.add(other);
                double sum = sum(larger, examples);
                if (sum > most) {
                    most = sum;
                    best = List.copyOf(larger);
                }
            }
        }
        return best;
    }
}
