package io.espalier.optimizers;

import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;

/**
 * Improves a program's instructions and demos. Pure: after a crash the function runs again from the
 * top and recorded jobs answer at once, so it must ask the same questions in the same order for the
 * same study.
 */
public interface Optimizer {

    /**
     * @return the best state found
     * @throws BudgetExhausted when the study's budget does not cover the next question; what was
     *     {@linkplain Study#report reported} until then stands, and the best of it is the study's
     *     result
     * @throws NotEnoughExamples when this optimizer cannot work with so little data
     */
    ProgramState optimize(ProgramDefinition program, Study study);
}
