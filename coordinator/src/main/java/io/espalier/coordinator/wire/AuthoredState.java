package io.espalier.coordinator.wire;

import io.espalier.signatures.program.PredictorState;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.LinkedHashMap;

/** What the author wrote, in the form of what is learned, so that the two can be compared. */
public final class AuthoredState {
    private AuthoredState() {}

    public static ProgramState of(ProgramDefinition program) {
        var states = new LinkedHashMap<String, PredictorState>();
        for (var predictor : program.predictors()) {
            var instruction = predictor.declared().instruction();
            if (instruction == null) continue;
            var empty = PredictorState.EMPTY;
            states.put(
                    predictor.path(),
                    new PredictorState(
                            instruction, empty.demos(), empty.descriptions(), empty.sampling()));
        }
        return new ProgramState(states);
    }
}
