package io.espalier.optimizers.ensemble;

import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.NotEnoughExamples;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.nested.Share;
import io.espalier.optimizers.race.Affordable;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs another optimizer, and lets several of the states that it found vote, where that is worth
 * their runs.
 *
 * <p><b>Idea.</b> Good prompts are wrong on different examples, so the answer that most of them
 * give is right more often than any one of them (Dietterich, 2000, "Ensemble methods in machine
 * learning"; Wang et al., 2022, "Self-consistency", arXiv 2203.11171, for samples of one prompt). A
 * search scores many states on the same validation examples and throws all but one away. And since
 * a vote answers with the prediction of one of its members, what any vote would score on these
 * examples is known without a run.
 *
 * <p><b>Steps.</b>
 *
 * <ol>
 *   <li>Run the optimizer {@code of} on a share of the budget.
 *   <li>The pool: all states that were scored on every validation example, the unoptimized one too;
 *       and up to 2 x {@code size} that left their comparison early, the most promising on the
 *       examples that they share with the best, which are scored on the rest.
 *   <li>Members are chosen greedily and without repetition (Caruana et al., 2004, "Ensemble
 *       selection from libraries of models"): the best state, then the two that add most to the
 *       vote, and again up to {@code size}; the best of these votes stays. In pairs, because a vote
 *       of two is the word of the first.
 *   <li>The best of hundreds of votes looks better than it is. So the whole choice is repeated five
 *       times on four fifths of the examples, and what it gains over choosing the best state alone
 *       is measured on the fifth that neither saw ({@link Gain}). Only when that is positive by
 *       more than one standard error is the vote taken.
 *   <li>Run the vote on the validation examples. If it does not come to more than the best state,
 *       the best state is the result. A note says what was chosen and by what evidence.
 * </ol>
 *
 * <p>Members agree when all outputs of the program are equal as the {@code exact} metric has it; so
 * programs that write texts at length gain nothing, which the fourth step finds out.
 *
 * <p><b>Parameters.</b> {@code of} (trellis; any optimizer but ensemble, by name or as an object),
 * {@code size} (3: most members, of which an odd number votes).
 *
 * <p><b>Cost.</b> That of the other optimizer, and |validation| for the vote; under a limit on
 * metric calls a quarter of what is left, but no more than 4 x |validation|, is kept for completing
 * the pool and for the vote. A run of the result, and so each metric call for the vote, takes
 * {@code size} runs of the program: that many model calls, tokens and money, side by side.
 *
 * <p><b>Source.</b> DSPy's {@code Ensemble} has no optimizer: it runs all of the programs that it
 * is given, or an unseeded random subset of them, and gives their answers to a function of the
 * user's. Here members are chosen by what they add, are part of one state that is saved, shown and
 * served like any other, and vote the same way each time.
 *
 * @param name of the inner optimizer, before the labels of its candidates
 */
public record Ensemble(String name, Optimizer inner, int size) implements Optimizer {
    public static final int DEFAULT_SIZE = 3;

    public Ensemble {
        if (size < DEFAULT_SIZE) {
            throw new IllegalArgumentException(
                    "size: " + size + " (expected: at least 3; two cannot outvote each other)");
        }
    }

    @Override
    public ProgramState optimize(ProgramDefinition program, Study study) {
        if (study.training().isEmpty()) {
            throw new NotEnoughExamples("ensemble: no training examples (needs 1)");
        }
        var streams = new RandomStreams(study.random().nextLong());
        long left = Affordable.metricCalls(study.budget());
        long vote = vote(study);
        long kept = Math.min(left / 4, 3L * study.validation().size() + vote);
        var calls = left == Long.MAX_VALUE ? left : left - kept;
        var share = new Share(study, name, streams.stream(0), calls);
        var found = search(program, share);
        share.notes().forEach(study::note);
        var single = single(study, share, found);
        try {
            var states = new Pool(study, share).states(2 * size, vote);
            for (var whole : study.evaluateAll(states, study.validation())) {
                if (whole.betterThan(single)) single = whole;
            }
            var order =
                    Shuffled.of(
                            IntStream.range(0, study.validation().size()).boxed().toList(),
                            streams.stream(1));
            var voting = voting(study, share, states, single, order);
            return voting == null ? single.state() : voting;
        } catch (BudgetExhausted e) {
            study.note("ensemble: the best single state is the result: " + e.getMessage());
            return single.state();
        }
    }

    /**
     * Metric calls to keep for running the vote. Each one takes {@code size} runs, which only
     * matters to limits of another kind.
     */
    private long vote(Study study) {
        var limits = study.budget().limits();
        var others =
                limits.modelCalls() != null || limits.tokens() != null || limits.cost() != null;
        return (others ? (long) size : 1) * study.validation().size();
    }

    /** Null when the budget ended the search. */
    private @Nullable ProgramState search(ProgramDefinition program, Share share) {
        try {
            return inner.optimize(program, share);
        } catch (BudgetExhausted e) {
            if (share.best() == null) throw e;
            return null;
        }
    }

    private static Evaluation single(Study study, Share share, @Nullable ProgramState found) {
        var best = share.best();
        var reported = best == null ? null : best.validation();
        var whole = found == null ? null : share.evaluate(found, study.validation());
        if (reported == null || (whole != null && !reported.betterThan(whole))) {
            if (whole == null) throw new IllegalStateException("no state was found");
            return whole;
        }
        return reported;
    }

    private @Nullable ProgramState voting(
            Study study,
            Share share,
            List<ProgramState> states,
            Evaluation single,
            List<Integer> order) {
        if (states.size() < DEFAULT_SIZE) {
            study.note(
                    "ensemble: the best single state is the result: "
                            + states.size()
                            + " states were scored on all validation examples, and a vote takes 3");
            return null;
        }
        var evaluations = study.evaluateAll(states, study.validation());
        var outputs = study.program().signature().outputs();
        var votes = new Votes(outputs, evaluations.stream().map(Evaluation::outcomes).toList());
        var gain = Gain.of(votes, size, order);
        var members = votes.choose(size, order);
        if (members.size() < DEFAULT_SIZE || !gain.isReal()) {
            study.note(
                    "ensemble: the best single state is the result: a vote of up to "
                            + Math.min(size, states.size())
                            + " of "
                            + states.size()
                            + " states gains "
                            + points(gain)
                            + " on validation examples that its members were not chosen by, too"
                            + " little to tell from chance");
            return null;
        }
        var ensemble = ProgramState.ensemble(members.stream().map(states::get).toList());
        var ran = study.evaluate(ensemble, study.validation());
        report(study, share, ran, gain);
        if (ran.betterThan(single)) return ensemble;
        study.note(
                String.format(
                        Locale.ROOT,
                        "ensemble: the best single state is the result: it scores %.1f, and the"
                                + " vote when it was run %.1f",
                        100 * single.mean(),
                        100 * ran.mean()));
        return null;
    }

    private static void report(Study study, Share share, Evaluation ran, Gain gain) {
        var members = ran.state().members();
        var labels = new ArrayList<String>();
        for (var member : members) {
            if (!member.equals(ProgramState.EMPTY)) share.label(member).ifPresent(labels::add);
        }
        var why =
                "a vote of "
                        + members.size()
                        + " states, which gains "
                        + points(gain)
                        + " on validation examples that its members were not chosen by";
        study.report(new Candidate("ensemble", ran.state(), why, labels, ran));
        study.note(
                "ensemble: "
                        + why
                        + "; each answer takes "
                        + members.size()
                        + " runs of the program");
    }

    private static String points(Gain gain) {
        return String.format(
                Locale.ROOT,
                "%.1f points (standard error %.1f)",
                100 * gain.mean(),
                100 * gain.error());
    }
}
