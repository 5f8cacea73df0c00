package io.espalier.optimizers;

import io.espalier.signatures.program.ProgramState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A state worth remembering, with where it came from.
 *
 * @param label short and unique within the study, such as {@code seed 3} or {@code zero-shot}
 * @param rationale why the optimizer made it, one sentence
 * @param parents labels of the candidates that it was made from
 * @param validation its evaluation on the whole validation set; null while it has none
 */
public record Candidate(
        String label,
        ProgramState state,
        String rationale,
        List<String> parents,
        @Nullable Evaluation validation) {
    public Candidate {
        parents = List.copyOf(parents);
    }

    /** The same with its evaluation. */
    public Candidate with(Evaluation evaluation) {
        return new Candidate(label, state, rationale, parents, evaluation);
    }

    /** Mean score on the validation set; 0 while it has none. */
    public double score() {
        return validation == null ? 0 : validation.mean();
    }

    /** Whether it has a score, and a better one where the other has one, too. */
    public boolean betterThan(@Nullable Candidate other) {
        if (validation == null) return false;
        var rival = other == null ? null : other.validation;
        return rival == null || validation.betterThan(rival);
    }
}
