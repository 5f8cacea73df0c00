package io.espalier.optimizers.study;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.front.Objectives;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.ProgramDefinition;
import java.util.List;

/**
 * What a study works on: all that decides its result, apart from the optimizer.
 *
 * @param test never seen by the optimizer; may be empty
 * @param objectives parts of the metric that candidates are compared by, beside its score
 */
public record StudyInput(
        ProgramDefinition program,
        List<Example> training,
        List<Example> validation,
        List<Example> test,
        long seed,
        Budget.Limits limits,
        Prices prices,
        Surroundings surroundings,
        Objectives objectives) {
    public StudyInput {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
    }

    /** With a metric of one end. */
    public StudyInput(
            ProgramDefinition program,
            List<Example> training,
            List<Example> validation,
            List<Example> test,
            long seed,
            Budget.Limits limits,
            Prices prices,
            Surroundings surroundings) {
        this(
                program,
                training,
                validation,
                test,
                seed,
                limits,
                prices,
                surroundings,
                Objectives.none());
    }
}
