package io.espalier.optimizers.gepa;

import io.espalier.optimizers.Evaluation;

/** What a child must do on its parent's minibatch to go on. */
public enum Acceptance {
    /** Score more in sum. */
    STRICT,
    /** Score at least as much in sum: sideways steps are allowed. */
    EQUAL;

    boolean accepts(double gain) {
        return this == STRICT ? gain > 0 : gain >= 0;
    }

    /**
     * The child's sum minus the parent's, over the examples that both have a score on: a run that
     * failed by its provider's or machine's fault says nothing about either.
     */
    static double gain(Evaluation child, Evaluation parent) {
        double before = 0;
        double after = 0;
        for (int i = 0; i < child.outcomes().size(); i++) {
            var one = child.outcomes().get(i);
            var other = parent.outcomes().get(i);
            if (!one.judged() || !other.judged()) continue;
            after += one.value();
            before += other.value();
        }
        return after - before;
    }
}
