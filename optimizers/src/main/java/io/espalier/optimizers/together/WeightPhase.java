package io.espalier.optimizers.together;

import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.Study;
import io.espalier.signatures.program.ProgramState;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Trains a model's weights on a program's own good runs. A build that can train says so by a
 * service of this type ({@code META-INF/services}); this one has none.
 *
 * <p>Pure as an optimizer is: it asks the study for everything, training included, in the same
 * order on every replay, and takes randomness only from it.
 */
public interface WeightPhase {

    /**
     * @param from the prompts under which to train: their runs are what is learned from
     * @return a state under which the program runs on the trained weights, the prompts kept
     * @throws BudgetExhausted when the study does not cover it
     */
    ProgramState train(Study study, ProgramState from);

    /** The one that this build has. */
    static Optional<WeightPhase> present() {
        return ServiceLoader.load(WeightPhase.class).findFirst();
    }
}
