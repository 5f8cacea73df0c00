package io.espalier.optimizers.auto;

import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.nested.Share;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Successive halving over optimizers: each runs on an equal share of the metric calls, the better
 * half on a larger one, until one is left with the rest. An optimizer starts from the top every
 * time, with the same draws; as far as it asks what it or another one asked before, the study's
 * pool answers. (One that plans by its budget, as all three do, asks other things with a larger
 * share, and pays for those.) They are compared by the validation score of the best candidate that
 * each has found.
 */
final class OptimizerRace {
    /** Scorings of the validation examples in each optimizer's first share. */
    private static final long SCORINGS = 2;

    private final Study study;
    private final RandomStreams streams;

    /**
     * @param streams one per optimizer, by its place
     */
    OptimizerRace(Study study, RandomStreams streams) {
        this.study = study;
        this.streams = streams;
    }

    private static final class Runner {
        private final Choice choice;
        private final int place;
        private ProgramState best = ProgramState.EMPTY;
        private double score;

        Runner(Choice choice, int place) {
            this.choice = choice;
            this.place = place;
        }
    }

    /**
     * @param calls metric calls for all of them together
     * @return the best state that any of them found
     */
    ProgramState run(List<Choice> choices, long calls) {
        int racing = racing(choices, calls);
        var all = new ArrayList<Runner>();
        for (int i = 0; i < racing; i++) all.add(new Runner(choices.get(i), i));
        double unoptimized = study.evaluate(ProgramState.EMPTY, study.validation()).mean();
        for (var runner : all) runner.score = unoptimized;
        var in = new ArrayList<>(all);
        int rungs = rungs(in.size());
        long end = study.budget().spent().metricCalls() + calls;
        for (int rung = 0; rung < rungs; rung++) {
            long left = end - study.budget().spent().metricCalls();
            long share = left / (rungs - rung) / in.size();
            for (var runner : in) run(runner, rung + 1, share);
            in.sort(Comparator.comparingDouble((Runner r) -> -r.score));
            in.subList((in.size() + 1) / 2, in.size()).clear();
        }
        var winner = all.stream().max(Comparator.comparingDouble(r -> r.score)).orElseThrow();
        if (racing > 1)
            study.note(standing(all) + "; the result is " + winner.choice.name() + "'s");
        return winner.best;
    }

    /** Fewer optimizers than there are where a first share would not let each find anything. */
    private int racing(List<Choice> choices, long calls) {
        long least = SCORINGS * study.validation().size();
        int racing = choices.size();
        while (racing > 1 && calls / rungs(racing) / racing < least) racing--;
        if (racing < choices.size()) {
            var names = choices.subList(0, racing).stream().map(Choice::name).toList();
            study.note(
                    "auto races: "
                            + calls
                            + " metric calls are too few for "
                            + choices.size()
                            + " optimizers, so the budget is for "
                            + String.join(" and ", names));
        }
        return racing;
    }

    /** One rung for every halving, and one for the winner alone. */
    private static int rungs(int contestants) {
        return 1 + Integer.SIZE - Integer.numberOfLeadingZeros(contestants - 1);
    }

    private void run(Runner runner, int rung, long calls) {
        var random = streams.stream(runner.place);
        // A larger share asks other things: its candidates are others by the same names.
        var name = runner.choice.name() + ", round " + rung;
        var share = new Share(study, name, random, calls);
        try {
            var state = runner.choice.optimizer().optimize(study.program(), share);
            keep(runner, state, share.evaluate(state, study.validation()).mean());
        } catch (BudgetExhausted e) {
            // What it reported until then counts.
        }
        var best = share.best();
        if (best != null) keep(runner, best.state(), best.score());
    }

    private static void keep(Runner runner, ProgramState state, double score) {
        if (score <= runner.score) return;
        runner.score = score;
        runner.best = state;
    }

    private static String standing(List<Runner> all) {
        var text = new StringBuilder("auto races:");
        for (var runner : all) {
            text.append(
                    String.format(Locale.ROOT, " %s %.3f,", runner.choice.name(), runner.score));
        }
        return text.substring(0, text.length() - 1);
    }
}
