package io.espalier.optimizers.gepa;

import io.espalier.optimizers.NotEnoughExamples;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.Study;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;

/**
 * Evolves a program's instructions by reflection on its runs, over a Pareto front of its instances.
 *
 * <p><b>Idea.</b> A score says that a run was wrong; its trace, the metric's words and the expected
 * answer say why, and a language model can read that. So let it rewrite an instruction from a few
 * runs, keep the rewrite if it does better on these, and go on from there. To go on from the best
 * candidate alone ends in its local optimum; so parents are drawn from all candidates that are best
 * on some validation example, each of which knows something that others do not.
 *
 * <p><b>Steps.</b>
 *
 * <ol>
 *   <li>Score the program on the validation set: the first candidate.
 *   <li>Draw a parent from the front. For each validation example the candidates with the highest
 *       score hold it; from the lowest mean upwards, a candidate goes that is nowhere alone; of the
 *       rest one is drawn with odds by the number of examples that it holds. ({@code frontier}:
 *       examples, the parts of a composite metric, both, or each part on each example. {@code
 *       parent}: the front, the best, the best with a chance of one in ten for any, or the front of
 *       the best five.)
 *   <li>Run the parent on the next minibatch of the training set, shuffled by epochs. If every
 *       score is 1, there is nothing to learn: next round.
 *   <li>Ask the reflection model for new instructions of the predictor whose turn it is ({@code
 *       components}), from the parent's runs: failures first, the newest minibatch before older
 *       ones, then two successes to tell them apart. Runs are found by the predictor's path. The
 *       metric's feedback is quoted; without any, the score and the expected outputs speak.
 *   <li>Also try the parent with other demos: its own best runs on earlier minibatches, which cost
 *       nothing. ({@code max-demos: 0} leaves this out, and is the paper's algorithm.)
 *   <li>Run all children on the parent's minibatch. Of those that did no worse, the ones that
 *       changed different parts are joined in a union, which is run too: with several predictors
 *       this shows which change helped, and finds those that help only together. What scores more
 *       in sum than the parent is accepted.
 *   <li>Score the accepted child with the largest gain on the validation set, in an order of its
 *       own. A child that is significantly worse than the best candidate stops early and is
 *       dropped. Else it joins the candidates and the front.
 *   <li>After a round that found a candidate, try a merge: of two candidates of the front that have
 *       a common ancestor, neither worse than it, the child has each part from the one that changed
 *       it. It is tried on five validation examples, chosen where the two differ, and scored on all
 *       if it does no worse than the better of them there.
 *   <li>The result is the candidate with the highest mean validation score, the earliest of equals.
 * </ol>
 *
 * <p>Every step first asks whether the budget covers the most that it can take, a full evaluation
 * included; near the end rounds get smaller, and at the very end accepted children that had to
 * stand back behind a sibling get their full evaluation. What is then left is too little for one:
 * it goes into training examples that neither of the best two candidates has seen, and tells them
 * apart. The search also ends when a candidate is right on all validation examples, or when two
 * epochs passed without a new run.
 *
 * <p><b>Parameters.</b> {@code effort} (none; light, medium, heavy) and {@code max-metric-calls}
 * (none): the smallest of both and the study's own budget counts, light where there is none. {@code
 * minibatch} (12 training examples, at most half of them, and fewer, down to 3, where the budget
 * does not cover a round), {@code proposals} (3 instructions a round), {@code parents} (same, or
 * independent: each proposal with a parent and a minibatch of its own), {@code max-demos} (4 per
 * predictor), {@code components} (round-robin, or all predictors at once), {@code unreadable} (show
 * or hide completions that could not be parsed), {@code evidence} (10 runs shown at most), {@code
 * frontier} (instance), {@code parent} (pareto), {@code acceptance} (strict: more in sum, or
 * equal), {@code keep} (best of a round's accepted children, or all), {@code race} (on), {@code
 * max-merges} (5), {@code parity} (none).
 *
 * <p><b>Cost.</b> With V validation examples, minibatches of b, k proposals, p predictors and an
 * effort of c candidates (4, 8, 16): V + c (1 + (p - 1) / 2) (V + (k + 3) b) metric calls at most,
 * of which V are the unoptimized program's. A round takes b for the parent, b for each of k
 * instructions, for the demos and for the union, and V for the child that is kept. Reflections come
 * on top as model calls: k a round.
 *
 * <p><b>Apart from the original.</b> {@code parity: dspy} restores the original's minibatch of 3,
 * its one proposal a round, no demos, no race, its budget formula and its bookkeeping, and is held
 * to the original's counts by a test. Otherwise, on purpose: the budget is reserved, not checked
 * after the fact; an effort is computed from this loop (the original's is MIPROv2's); proposals
 * that change nothing are not run; no more merges are due than may be tried, tried ones count, none
 * is built twice; an ancestor's score of zero is no error; predictors with equal signatures stay
 * apart; a run that failed for a provider's or machine's fault decides nothing.
 *
 * <p><b>Source.</b> Agrawal et al., 2025, "GEPA: Reflective Prompt Evolution Can Outperform
 * Reinforcement Learning" (arXiv 2507.19457), and the behaviour of {@code dspy.GEPA} 3.4.1 with
 * gepa 0.1.4. Demos, unions and races are ours.
 */
public record Gepa(GepaSettings settings) implements Optimizer {

    @Override
    public ProgramState optimize(ProgramDefinition program, Study study) {
        if (study.training().isEmpty()) {
            throw new NotEnoughExamples("gepa: no training examples (needs 1)");
        }
        var search = new Search(settings, study);
        search.seed();
        while (search.goesOn()) {
            if (search.merged()) continue;
            var tasks = search.observe();
            var accepted = search.children(tasks);
            search.judge(accepted);
        }
        return search.finish();
    }
}
