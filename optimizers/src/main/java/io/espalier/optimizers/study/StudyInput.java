package io.espalier.optimizers.study;

import io.espalier.optimizers.Budget;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.ProgramDefinition;
import java.util.List;

/**
 * What a study works on: all that decides its result, apart from the optimizer.
 *
 * @param test never seen by the optimizer; may be empty
 */
public record StudyInput(
        ProgramDefinition program,
        List<Example> training,
        List<Example> validation,
        List<Example> test,
        long seed,
        Budget.Limits limits,
        Prices prices,
        Surroundings surroundings) {
    public StudyInput {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
    }
}
