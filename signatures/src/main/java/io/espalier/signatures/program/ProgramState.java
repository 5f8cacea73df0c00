package io.espalier.signatures.program;

import io.espalier.signatures.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * What was learned for a whole program, by predictor path. Predictors without an entry run as
 * defined.
 *
 * <p>Or an <i>ensemble</i>: several states of the same program that are all run and vote, each of
 * them a state of predictors. An ensemble has no predictors of its own.
 *
 * @param members of an ensemble, at least two, in the order in which ties go to the earlier; empty
 *     for a state of predictors
 */
public record ProgramState(
        SequencedMap<String, PredictorState> predictors, List<ProgramState> members) {

    public static final ProgramState EMPTY = new ProgramState(new LinkedHashMap<>());

    public ProgramState {
        predictors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(predictors));
        members = List.copyOf(members);
        if (members.size() == 1) {
            throw new IllegalArgumentException("ensemble: 1 member (expected: at least 2)");
        }
        if (!members.isEmpty() && !predictors.isEmpty()) {
            throw new IllegalArgumentException(
                    "ensemble: predictors beside its members (expected: members only)");
        }
        if (members.stream().anyMatch(ProgramState::isEnsemble)) {
            throw new IllegalArgumentException(
                    "ensemble: a member is an ensemble itself (expected: states of predictors)");
        }
    }

    public ProgramState(SequencedMap<String, PredictorState> predictors) {
        this(predictors, List.of());
    }

    public static ProgramState ensemble(List<ProgramState> members) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("ensemble: no members (expected: at least 2)");
        }
        return new ProgramState(new LinkedHashMap<>(), members);
    }

    public boolean isEnsemble() {
        return !members.isEmpty();
    }

    /**
     * @throws IllegalStateException for an ensemble: its members have predictors
     */
    public PredictorState of(String path) {
        if (isEnsemble()) {
            throw new IllegalStateException(
                    "an ensemble has no predictor '" + path + "' of its own: ask its members");
        }
        return predictors.getOrDefault(path, PredictorState.EMPTY);
    }

    /**
     * @throws IllegalStateException for an ensemble
     */
    public ProgramState with(String path, PredictorState state) {
        if (isEnsemble()) {
            throw new IllegalStateException(
                    "an ensemble cannot learn for predictor '" + path + "': change a member");
        }
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
