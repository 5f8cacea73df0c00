package io.espalier.signatures.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnsembleStateTest {
    private static final ProgramState A = told("Way A.");
    private static final ProgramState B = told("Way B.");
    private static final ProgramState ENSEMBLE = ProgramState.ensemble(List.of(A, B, A));

    private static ProgramState told(String text) {
        return ProgramState.EMPTY.change("main", p -> p.withInstruction(text));
    }

    @Test
    void json_ofAnEnsemble_readsBackAsTheSame() {
        var json = Json.write(ENSEMBLE.toJson());

        assertThat(json)
                .isEqualTo(
                        "{\"ensemble\":[{\"main\":{\"instruction\":\"Way A.\"}},{\"main\":{\"instruction\":\"Way B.\"}},{\"main\":{\"instruction\":\"Way A.\"}}]}");
        assertThat(ProgramState.of(Json.parse(json))).isEqualTo(ENSEMBLE);
    }

    @Test
    void predictorNamedEnsemble_isNoEnsemble() {
        var state = ProgramState.EMPTY.change("ensemble", p -> p.withInstruction("Sing."));

        assertThat(ProgramState.of(state.toJson())).isEqualTo(state);
        assertThat(state.isEnsemble()).isFalse();
    }

    @Test
    void jobs_ofOtherMembersOrAnotherOrder_areOtherJobs() {
        var program = ProgramReader.read(Json.parse("{\"signature\": \"question -> answer\"}"));
        var example = Example.of(Fields.of("question", "2 + 2?", "answer", "4"));
        var ids =
                List.of(
                                A,
                                ENSEMBLE,
                                ProgramState.ensemble(List.of(A, B)),
                                ProgramState.ensemble(List.of(B, A)))
                        .stream()
                        .map(state -> Job.evaluate(program, state, example).id("x"))
                        .toList();

        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void states_thatAreNoEnsemble_areRefused() {
        assertThatThrownBy(() -> ProgramState.ensemble(List.of()))
                .hasMessageContaining("no members");
        assertThatThrownBy(() -> ProgramState.ensemble(List.of(A)))
                .hasMessageContaining("at least 2");
        assertThatThrownBy(() -> ProgramState.ensemble(List.of(A, ENSEMBLE)))
                .hasMessageContaining("an ensemble itself");
        assertThatThrownBy(
                        () -> ProgramState.of(Json.parse("{\"ensemble\": [{}, {}], \"main\": {}}")))
                .hasMessageContaining("beside");
        assertThatThrownBy(() -> ProgramState.of(Json.parse("{\"ensemble\": []}")))
                .hasMessageContaining("no members");
    }

    @Test
    void predictors_ofAnEnsemble_areItsMembers() {
        assertThatThrownBy(() -> ENSEMBLE.of("main")).hasMessageContaining("ask its members");
        assertThatThrownBy(() -> ENSEMBLE.change("main", p -> p))
                .hasMessageContaining("ask its members");
        assertThatThrownBy(() -> ENSEMBLE.with("main", PredictorState.EMPTY))
                .hasMessageContaining("change a member");
    }
}
