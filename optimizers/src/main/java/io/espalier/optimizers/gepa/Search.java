package io.espalier.optimizers.gepa;

import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.gepa.GepaSettings.Keep;
import io.espalier.optimizers.gepa.Merges.Merge;
import io.espalier.optimizers.gepa.Task.Tried;
import io.espalier.optimizers.propose.Evidence;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** The steps of one search of {@link Gepa}, and what it keeps between them. */
final class Search {
    private static final int LEAST_PATIENCE = 10;

    /** As many as the paper's. */
    private static final int LEAST_MINIBATCH = 3;

    private final GepaSettings settings;
    private final Asking study;
    private final Pool pool;
    private final Allowance allowance;
    private final Mutation mutation;
    private final Merges merges;
    private final Jury jury;
    private final RandomGenerator parents;
    private final List<Tried> stoodBack = new ArrayList<>();
    private Plan plan;
    private long fresh;
    private int idle;

    Search(GepaSettings settings, Study watched) {
        var streams = new RandomStreams(watched.random().nextLong());
        this.settings = settings;
        this.study = new Asking(watched);
        this.pool = new Pool(study, settings.selecting().frontier());
        this.allowance = Allowance.of(study, settings);
        this.mutation =
                new Mutation(
                        settings, study, pool, minibatch(), streams.stream(0), streams.stream(1));
        this.merges = new Merges(pool, Component.of(study.program()), settings, streams.stream(2));
        this.jury = new Jury(study, pool, settings.selecting().race(), streams.stream(3));
        this.parents = streams.stream(4);
        this.plan = Plan.whole(settings.proposing());
    }

    /**
     * The other half of the examples is for demos; the original repeats examples where there are
     * too few. A small budget is for a whole round on few examples.
     */
    private int minibatch() {
        var proposing = settings.proposing();
        if (settings.dspy()) return proposing.minibatch();
        int most = Math.min(proposing.minibatch(), (study.training().size() + 1) / 2);
        long round = allowance.left() - study.validation().size();
        long covered = round / Plan.whole(proposing).metricCalls(1);
        return (int) Math.min(most, Math.max(LEAST_MINIBATCH, covered));
    }

    /** The program as it is, the first candidate. */
    void seed() {
        var validation = study.evaluate(ProgramState.EMPTY, study.validation());
        pool.add(ProgramState.EMPTY, "the program as it is", List.of(), validation);
    }

    /** Plans the next round, as large as the budget covers. */
    boolean goesOn() {
        if (settings.dspy() && allowance.limited()) return allowance.dspyGoesOn();
        if (rightEverywhere()) {
            study.converged("'" + pool.best().label() + "' is right on all validation examples");
            return false;
        }
        if (stuck()) return false;
        var next =
                Plan.within(
                        allowance.left() - study.validation().size(),
                        settings.proposing(),
                        mutation.minibatch());
        next.ifPresent(p -> plan = p);
        return next.isPresent();
    }

    private boolean rightEverywhere() {
        return pool.best().validation().reaches(Evidence.RIGHT);
    }

    /** Rounds that ask for nothing new cannot go on for ever: the budget would never end them. */
    private boolean stuck() {
        long now = study.fresh();
        idle = now == fresh ? idle + 1 : 0;
        fresh = now;
        return idle > Math.max(LEAST_PATIENCE, 2 * mutation.roundsPerEpoch());
    }

    /** Draws parents from the front and runs them on minibatches. */
    List<Task> observe() {
        var chosen = new ArrayList<Member>();
        for (int i = 0; i < plan.tasks(); i++) {
            chosen.add(settings.selecting().parent().choose(pool, parents));
        }
        return mutation.observe(chosen);
    }

    /** Children that do better than their parents on the minibatch, the largest gain first. */
    List<Tried> children(List<Task> tasks) {
        return mutation.accepted(mutation.children(tasks, plan));
    }

    /** Scores the children that are kept on the validation set; survivors become candidates. */
    void judge(List<Tried> accepted) {
        int kept =
                settings.selecting().keep() == Keep.BEST
                        ? Math.min(1, accepted.size())
                        : accepted.size();
        if (!settings.dspy()) kept = (int) Math.min(kept, affordable());
        stoodBack.addAll(accepted.subList(kept, accepted.size()));
        var children = accepted.subList(0, kept);
        for (var evaluation : jury.judge(children.stream().map(Tried::state).toList())) {
            var child =
                    children.stream()
                            .filter(c -> c.state().equals(evaluation.state()))
                            .findFirst()
                            .orElseThrow();
            pool.add(child.state(), rationale(child), child.parents(), evaluation);
            merges.found();
        }
    }

    private long affordable() {
        return allowance.left() / Math.max(1, study.validation().size());
    }

    private static String rationale(Tried child) {
        var observed = child.proposal().task().observed();
        return String.format(
                Locale.ROOT,
                "%s: on %d training examples it scored %.2f in sum, its parent %.2f",
                child.proposal().change(),
                observed.examples().size(),
                child.score().sum(),
                observed.sum());
    }

    /**
     * Tries a merge, if one is due.
     *
     * @return false when there was nothing to merge
     */
    boolean merged() {
        int validation = study.validation().size();
        if (!settings.dspy() && !allowance.covers(validation)) return false;
        var next = merges.next();
        if (next.isEmpty()) return false;
        var merge = next.get();
        var accepted = holdsItsOwn(merge);
        merges.tried(accepted);
        if (accepted) {
            for (var evaluation : jury.judge(List.of(merge.state()))) {
                pool.add(
                        merge.state(),
                        "joins what changed since " + merge.ancestor().label(),
                        List.of(merge.one(), merge.other()),
                        evaluation);
            }
        }
        return true;
    }

    /** On a few validation examples it does no worse than the better of its parents. */
    private boolean holdsItsOwn(Merge merge) {
        var places = merges.sample(merge);
        var one = at(merge.one().validation(), places);
        var other = at(merge.other().validation(), places);
        var child = study.evaluate(merge.state(), one.examples());
        return Acceptance.gain(child, one) >= 0 && Acceptance.gain(child, other) >= 0;
    }

    private static Evaluation at(Evaluation whole, List<Integer> places) {
        var examples = new ArrayList<Example>();
        var outcomes = new ArrayList<Outcome>();
        for (int place : places) {
            examples.add(whole.examples().get(place));
            outcomes.add(whole.outcomes().get(place));
        }
        return new Evaluation(whole.state(), examples, outcomes);
    }

    /**
     * Gives the rest of the budget to accepted children that stood back behind a sibling, the
     * newest first; what is then too little for a full evaluation tells the best two apart.
     */
    ProgramState finish() {
        if (settings.dspy()) return pool.best().state();
        for (var child : List.copyOf(stoodBack).reversed()) {
            if (rightEverywhere() || affordable() == 0) break;
            if (!pool.contains(child.state())) judge(List.of(child));
        }
        if (pool.size() == 1) noteWhyNot();
        return playOff().state();
    }

    private Member playOff() {
        var best = pool.best();
        var rival = pool.rival(best);
        if (rival.isEmpty() || rightEverywhere()) return best;
        double gain = Acceptance.gain(rival.get().validation(), best.validation());
        gain += mutation.compare(best, rival.get(), allowance.left());
        return gain > 0 ? rival.get() : best;
    }

    private void noteWhyNot() {
        long round = study.validation().size() + Plan.SMALLEST.metricCalls(mutation.minibatch());
        if (rightEverywhere() || allowance.covers(round)) return;
        study.note(
                "gepa: "
                        + allowance.left()
                        + " metric calls were left, and a round with a full evaluation takes at"
                        + " least "
                        + round);
    }
}
