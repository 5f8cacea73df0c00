package io.espalier.optimizers.gepa;

import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.propose.Evidence;
import io.espalier.signatures.program.ProgramState;
import java.util.List;

/**
 * A parent with its runs on a minibatch.
 *
 * @param observed the parent's evaluation on the minibatch
 */
record Task(Member parent, Evaluation observed) {

    /** Nothing to learn where every score is 1; a child could not score more. */
    boolean perfect() {
        return observed.outcomes().stream().allMatch(o -> o.value() >= Evidence.RIGHT);
    }

    /**
     * A child before its evaluation.
     *
     * @param change what was changed, for the history
     */
    record Proposal(Task task, ProgramState state, String change) {}

    /**
     * A child after its minibatch.
     *
     * @param score on the task's minibatch
     */
    record Tried(Proposal proposal, Evaluation score) {
        double gain() {
            return Acceptance.gain(score, proposal.task().observed());
        }

        ProgramState state() {
            return proposal.state();
        }

        List<Member> parents() {
            return List.of(proposal.task().parent());
        }
    }
}
