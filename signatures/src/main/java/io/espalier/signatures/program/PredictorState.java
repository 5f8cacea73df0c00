package io.espalier.signatures.program;

import io.espalier.signatures.model.Sampling;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What was learned for one predictor. Nulls and absences mean "as defined".
 *
 * @param descriptions of fields, by field name
 */
public record PredictorState(
        @Nullable String instruction,
        List<Demo> demos,
        SequencedMap<String, String> descriptions,
        Sampling sampling) {

    public static final PredictorState EMPTY =
            new PredictorState(null, List.of(), new LinkedHashMap<>(), Sampling.UNSET);

    public PredictorState {
        demos = List.copyOf(demos);
        descriptions = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(descriptions));
    }

    public PredictorState withInstruction(@Nullable String value) {
        return new PredictorState(value, demos, descriptions, sampling);
    }

    public PredictorState withDemos(List<Demo> value) {
        return new PredictorState(instruction, value, descriptions, sampling);
    }
}
