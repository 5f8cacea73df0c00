package io.espalier.optimizers.race;

import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.race.Contest.Entrant;
import io.espalier.signatures.data.Example;
import java.util.List;

/**
 * The end of a search: the few best programs meet on the validation set, and what budget is left
 * goes into telling the best two apart.
 *
 * <p><b>Steps.</b>
 *
 * <ol>
 *   <li>The best program by merit whose scoring the budget covers is scored on the whole validation
 *       set. The next ones {@linkplain Race race} against it: who is clearly worse stops early.
 *   <li>Of those who finished, the best two by merit are scored on training examples that one of
 *       them has not seen and none shows as a demo, {@value #BLOCK} at a time, merits fitted anew
 *       each time, until the examples or the budget end. Scores on training data are as good as any
 *       for that: the merits leave out what is among a program's own demos.
 *   <li>The winner is the best by merit of those who finished.
 * </ol>
 *
 * <p>While the search runs, the winner's scoring is {@linkplain Study#keep kept}.
 *
 * <p><b>Cost.</b> Up to finalists x |validation| + 2 x |training| metric calls; less where the
 * budget covers less, at the least |validation|. Where it covers none of the finalists, there are
 * no finals.
 */
public final class Finals {
    private static final int BLOCK = 32;

    private final Contest contest;
    private final Study study;

    private Finals(Contest contest) {
        this.contest = contest;
        this.study = contest.study();
    }

    /**
     * What of the budget a search leaves for its finals, in metric calls: the finalists' scorings,
     * but no more than a third of what is left now, or one scoring where that is more. A winner
     * that cannot be scored is none.
     */
    public static long reserve(Study study, int finalists) {
        long one = study.validation().size();
        long third = Affordable.metricCalls(study.budget()) / 3;
        return Math.min(finalists * one, Math.max(one, third));
    }

    /**
     * Searches and then decides. A limit that can only be estimated may end the search early: the
     * finals take what it leaves, and the study hears of it.
     */
    public static Entrant decide(Contest contest, int finalists, Runnable search) {
        var study = contest.study();
        try (var _ = study.keep(study.validation().size())) {
            search.run();
        } catch (BudgetExhausted e) {
            study.budgetEnded(e.getMessage());
        }
        return decide(contest, finalists);
    }

    /**
     * Chooses, and reports all programs of the contest to the study.
     *
     * @param finalists most programs to compare
     * @throws BudgetExhausted when the scoring of none of the finalists is covered
     */
    public static Entrant decide(Contest contest, int finalists) {
        var finals = new Finals(contest);
        finals.race(contest.leaders(finalists));
        finals.playOff();
        contest.reportOthers();
        return contest.best(contest.validated(), 1).getFirst();
    }

    private void race(List<Entrant> leaders) {
        var random = RandomStreams.of(study.random().nextLong());
        var validation = Shuffled.of(study.validation(), random);
        int first = firstCovered(leaders);
        var incumbent = contest.validate(leaders.get(first));
        var others = leaders.subList(first + 1, leaders.size());
        var challengers = others.subList(0, contest.count(others, validation));
        var standings = standings(incumbent, challengers, validation);
        for (int i = 0; i < standings.size(); i++) {
            var seen = standings.get(i).seen();
            if (standings.get(i).finished()) contest.validated(challengers.get(i), seen);
            else contest.record(challengers.get(i), seen.examples(), seen.outcomes());
        }
    }

    /** None where the race ends with the budget: the incumbent has come to the end. */
    private List<Race.Standing> standings(
            Evaluation incumbent, List<Entrant> challengers, List<Example> validation) {
        try {
            return new Race(study, validation, Race.ALPHA)
                    .against(incumbent, challengers.stream().map(Entrant::state).toList());
        } catch (BudgetExhausted e) {
            study.budgetEnded(e.getMessage());
            return List.of();
        }
    }

    /**
     * Limits of tokens, model calls and cost may cover the scoring of a program with fewer demos
     * where they do not cover the best one's.
     */
    private int firstCovered(List<Entrant> leaders) {
        for (int i = 0; i < leaders.size() - 1; i++) {
            try {
                contest.validate(leaders.get(i));
                return i;
            } catch (BudgetExhausted e) {
                study.budgetEnded(e.getMessage());
            }
        }
        return leaders.size() - 1;
    }

    private void playOff() {
        while (true) {
            var pair = contest.best(contest.validated(), 2);
            var examples = pair.size() < 2 ? List.<Example>of() : unseen(pair);
            if (examples.isEmpty() || contest.count(pair, examples) < pair.size()) return;
            contest.run(pair, examples);
        }
    }

    private List<Example> unseen(List<Entrant> pair) {
        return study.training().stream()
                .filter(e -> pair.stream().noneMatch(p -> contest.shows(p, e)))
                .filter(e -> !pair.stream().allMatch(p -> contest.seen(p, e)))
                .limit(BLOCK)
                .toList();
    }
}
