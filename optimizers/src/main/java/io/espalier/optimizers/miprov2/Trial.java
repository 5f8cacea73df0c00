package io.espalier.optimizers.miprov2;

import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.sampler.Assignment;
import io.espalier.optimizers.sampler.Observation;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.ProgramState;
import java.util.List;
import java.util.Map;

/**
 * A configuration that was tried on some or all validation examples.
 *
 * @param number from 0, the program as it is, on
 * @param seen its scores so far
 * @param stopped whether it was so much worse on them that it left the race
 */
record Trial(
        int number,
        Assignment assignment,
        ProgramState state,
        String rationale,
        List<String> parents,
        Evaluation seen,
        boolean stopped) {

    /** Counted on top of what was seen when an advantage is judged, all of them no advantage. */
    private static final double DOUBT = 10;

    Trial {
        parents = List.copyOf(parents);
    }

    Trial with(Evaluation evaluation, boolean out) {
        return new Trial(number, assignment, state, rationale, parents, evaluation, out);
    }

    String label() {
        return number == 0 ? "original" : "trial " + number;
    }

    /**
     * The mean advantage over the original program on the same examples, which does not depend on
     * how hard these happened to be.
     *
     * @param original the original's scores
     */
    double advantage(Map<Example, Double> original) {
        return seen.examples().isEmpty() ? 0 : sum(original) / seen.examples().size();
    }

    /** The advantage that can be relied on: nearer to 0 the fewer examples were seen. */
    double cautious(Map<Example, Double> original) {
        return sum(original) / (seen.examples().size() + DOUBT);
    }

    private double sum(Map<Example, Double> original) {
        double sum = 0;
        for (int i = 0; i < seen.examples().size(); i++) {
            if (!seen.outcomes().get(i).judged()) continue;
            var before = original.getOrDefault(seen.examples().get(i), 0.0);
            sum += seen.outcomes().get(i).value() - before;
        }
        return sum;
    }

    Observation observation(Map<Example, Double> original) {
        var result =
                stopped
                        ? new Observation.Pruned(seen.examples().size(), advantage(original))
                        : new Observation.Complete(advantage(original));
        return new Observation(number, assignment, result);
    }
}
