package io.espalier.deploy.print;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.ProgramState;
import io.espalier.v1.OptimizedProgram;
import io.espalier.v1.StudyCandidate;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnsembleTextTest {
    private static final ProgramState ONE = told("Think of one thing.");
    private static final ProgramState OTHER = told("Think of another.");

    private static ProgramState told(String text) {
        return ProgramState.EMPTY.change("sort", p -> p.withInstruction(text));
    }

    private static Struct struct(ProgramState state) throws InvalidProtocolBufferException {
        var struct = Struct.newBuilder();
        JsonFormat.parser().merge(Json.write(state.toJson()), struct);
        return struct.build();
    }

    @Test
    void ensemble_ofTwo_showsWhatEachMemberLearned() throws InvalidProtocolBufferException {
        var program =
                OptimizedProgram.newBuilder()
                        .setInitialState(struct(told("Sort.")))
                        .setState(struct(ProgramState.ensemble(List.of(ONE, OTHER))))
                        .build();

        assertThat(ProgramText.of(program))
                .containsSubsequence(
                        "What changed in sort, member 1 of 2",
                        "+ Think of one thing.",
                        "What changed in sort, member 2 of 2",
                        "+ Think of another.");
    }

    @Test
    void state_ofPredictors_showsWhatChanged() throws InvalidProtocolBufferException {
        var program =
                OptimizedProgram.newBuilder()
                        .setInitialState(struct(told("Sort.")))
                        .setState(struct(ONE))
                        .build();

        assertThat(ProgramText.of(program))
                .contains("What changed in sort\n")
                .doesNotContain("member");
    }

    @Test
    void candidates_thatAreEnsembles_sayOfHowMany() throws InvalidProtocolBufferException {
        var candidate =
                StudyCandidate.newBuilder()
                        .setLabel("ensemble")
                        .setState(struct(ProgramState.ensemble(List.of(ONE, OTHER, ONE))))
                        .build();

        assertThat(CandidatesText.of(List.of(candidate))).contains("ensemble of 3");
    }
}
