package io.espalier.optimizers.trellis;

import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.race.PairedTest;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Successive halving with a paired test: all contestants are scored on a few examples, the better
 * half on further ones, and so on (Jamieson and Talwalkar, 2016, arXiv 1502.07943); one that a
 * paired test finds worse than the leader leaves at once, too. The leader is chosen on the same
 * scores, so the test's level is no error rate here: it only spares what is plainly behind. Those
 * that are compared have seen the same examples, so that the difficulty of the examples cancels
 * out.
 */
final class Halving {
    private static final double ALPHA = 0.05;

    private final Study study;
    private final Runs runs;
    private final List<Example> examples;
    private final boolean last;

    /**
     * @param examples in the order in which they are tried
     * @param last whether the leader is scored on all of them in the end
     */
    Halving(Study study, Runs runs, List<Example> examples, boolean last) {
        this.study = study;
        this.runs = runs;
        this.examples = examples;
        this.last = last;
    }

    /**
     * @param calls metric calls that it takes at most; the first examples are tried in any case
     * @throws BudgetExhausted when not even the first examples are covered for one of them
     * @return the contestants without repetition, best first: by how long they stayed, then by
     *     their mean
     */
    List<ProgramState> rank(List<ProgramState> contestants, int calls) {
        var in = new ArrayList<>(contestants.stream().distinct().toList());
        var out = new ArrayList<ProgramState>();
        int rungs = rungs(in.size());
        int seen = 0;
        int left = calls;
        for (int rung = 0; rung < rungs && seen < examples.size(); rung++) {
            int share = left / (rungs - rung) / in.size();
            if (share == 0 && rung > 0) break;
            int to = Math.min(examples.size(), seen + Math.max(1, share));
            var block = examples.subList(seen, to);
            try (var _ = study.keep(last ? examples.size() - to : 0)) {
                score(in, out, block);
            } catch (BudgetExhausted e) {
                if (rung == 0) throw e;
                study.budgetEnded(e.getMessage());
                break;
            }
            left -= (to - seen) * in.size();
            seen = to;
            var scored = examples.subList(0, seen);
            in.sort(Comparator.comparingDouble((ProgramState s) -> -runs.mean(s, scored)));
            int keep = rung == rungs - 1 ? 1 : (in.size() + 1) / 2;
            while (keep > 1 && worse(in.get(keep - 1), in.getFirst(), scored, in.size())) keep--;
            out.addAll(0, in.subList(keep, in.size()));
            in.subList(keep, in.size()).clear();
            if (in.size() == 1) break;
        }
        in.addAll(out);
        return in;
    }

    /** Without those that could not be scored if they won, and as many as the budget covers. */
    private void score(List<ProgramState> in, List<ProgramState> out, List<Example> block) {
        var covered = new ArrayList<>(in);
        covered.removeIf(state -> runs.covered(List.of(state), block) == 0);
        covered.subList(runs.covered(covered, block), covered.size()).clear();
        // Where none is covered, the study says what it lacks.
        runs.score(covered.isEmpty() ? in : covered, block);
        in.removeAll(covered);
        out.addAll(0, in);
        in.clear();
        in.addAll(covered);
    }

    private static int rungs(int contestants) {
        return contestants < 2 ? 1 : Integer.SIZE - Integer.numberOfLeadingZeros(contestants - 1);
    }

    private boolean worse(
            ProgramState state, ProgramState leader, List<Example> scored, int contestants) {
        var test = new PairedTest();
        for (var example : scored) {
            var mine = runs.outcome(state, example);
            var theirs = runs.outcome(leader, example);
            if (mine.judged() && theirs.judged()) test.add(mine.value() - theirs.value());
        }
        // One comparison for each contestant that is still in.
        return test.worse(ALPHA / contestants);
    }
}
