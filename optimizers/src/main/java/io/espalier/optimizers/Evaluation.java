package io.espalier.optimizers;

import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramState;
import java.util.List;

/**
 * How one state did on some examples.
 *
 * @param outcomes one per example, in their order
 */
public record Evaluation(ProgramState state, List<Example> examples, List<Outcome> outcomes) {
    public Evaluation {
        examples = List.copyOf(examples);
        outcomes = List.copyOf(outcomes);
        if (examples.size() != outcomes.size()) {
            throw new IllegalArgumentException(
                    "evaluation: "
                            + outcomes.size()
                            + " outcomes for "
                            + examples.size()
                            + " examples");
        }
    }

    public double sum() {
        return outcomes.stream().mapToDouble(Outcome::value).sum();
    }

    /** Mean score, 0 to 1; 0 over no examples. */
    public double mean() {
        return outcomes.isEmpty() ? 0 : sum() / outcomes.size();
    }
}
