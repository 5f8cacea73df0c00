package io.espalier.signatures.program;

import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
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
 * @param nearest which of the demos are shown; null for all
 */
public record PredictorState(
        @Nullable String instruction,
        List<Demo> demos,
        SequencedMap<String, String> descriptions,
        Sampling sampling,
        @Nullable NearestDemos nearest) {

    public static final PredictorState EMPTY =
            new PredictorState(null, List.of(), new LinkedHashMap<>(), Sampling.UNSET, null);

    public PredictorState {
        demos = List.copyOf(demos);
        descriptions = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(descriptions));
        if (nearest != null) nearest.check(demos.size());
    }

    /** Of a predictor whose demos are all shown. */
    public PredictorState(
            @Nullable String instruction,
            List<Demo> demos,
            SequencedMap<String, String> descriptions,
            Sampling sampling) {
        this(instruction, demos, descriptions, sampling, null);
    }

    /**
     * What was learned here on top of what was learned earlier: of that what this leaves open.
     * Demos are taken as a whole.
     */
    public PredictorState over(PredictorState earlier) {
        var described = new LinkedHashMap<>(earlier.descriptions);
        described.putAll(descriptions);
        return new PredictorState(
                instruction == null ? earlier.instruction : instruction,
                demos.isEmpty() ? earlier.demos : demos,
                described,
                sampling.orElse(earlier.sampling),
                demos.isEmpty() ? earlier.nearest : nearest);
    }

    public PredictorState withInstruction(@Nullable String value) {
        return new PredictorState(value, demos, descriptions, sampling, nearest);
    }

    /** With these demos, all of them shown. */
    public PredictorState withDemos(List<Demo> value) {
        return new PredictorState(instruction, value, descriptions, sampling, null);
    }

    /** With a pool of demos, of which each input chooses its own. */
    public PredictorState withDemos(List<Demo> pool, NearestDemos shown) {
        return new PredictorState(instruction, pool, descriptions, sampling, shown);
    }

    /** The demos to show with these inputs where no model is at hand. */
    public List<Demo> shown(Signature signature, Fields inputs) {
        return nearest == null ? demos : nearest.lexically(demos, signature, inputs);
    }
}
