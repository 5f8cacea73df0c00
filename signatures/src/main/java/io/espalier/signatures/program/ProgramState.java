package io.espalier.signatures.program;

import io.espalier.signatures.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * What was learned for a whole program, by predictor path. Predictors without an entry run as
 * defined.
 */
public record ProgramState(SequencedMap<String, PredictorState> predictors) {

    public static final ProgramState EMPTY = new ProgramState(new LinkedHashMap<>());

    public ProgramState {
        predictors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(predictors));
    }

    public PredictorState of(String path) {
        return predictors.getOrDefault(path, PredictorState.EMPTY);
    }

    public ProgramState with(String path, PredictorState state) {
        var copy = new LinkedHashMap<>(predictors);
        // A predictor that learned nothing has no entry, so that equal learning is an equal state.
        if (state.equals(PredictorState.EMPTY)) copy.remove(path);
        else copy.put(path, state);
        return new ProgramState(copy);
    }

    public ProgramState change(String path, UnaryOperator<PredictorState> change) {
        return with(path, change.apply(of(path)));
    }

    public JsonNode toJson() {
        return ProgramStateJson.write(this);
    }

    /**
     * @throws IllegalArgumentException naming the member that does not fit
     */
    public static ProgramState of(JsonNode json) {
        return ProgramStateJson.read(json);
    }

    /** SHA-256 of the canonical JSON: equal learning, equal hash. */
    public String hash() {
        return Json.hash(toJson());
    }
}
