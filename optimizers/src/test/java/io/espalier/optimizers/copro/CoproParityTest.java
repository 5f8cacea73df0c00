package io.espalier.optimizers.copro;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.CountingStudy;
import io.espalier.optimizers.Golden;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.study.Prices;
import io.espalier.optimizers.study.StudyInput;
import io.espalier.optimizers.study.Surroundings;
import io.espalier.signatures.program.ProgramDefinition;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** {@code parity: dspy} beside counts that record_copro.py took from dspy.COPRO 3.4.1. */
final class CoproParityTest {

    static Stream<JsonNode> cases() {
        var recorded = Golden.read(CoproParityTest.class, "copro-counts.json").get("cases");
        return StreamSupport.stream(recorded.spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void counts_withParity_areTheRecordedOnes(JsonNode recorded) {
        var settings =
                new CoproSettings(
                        recorded.get("breadth").intValue(), recorded.get("depth").intValue());
        var program =
                recorded.get("predictors").intValue() == 1 ? Words.program() : Words.twoSteps();
        var input = input(program, recorded.get("train").intValue());
        var study = new CountingStudy(Words.study(input, Words::run));
        new Copro(settings, true).optimize(program, study);

        assertThat(study.metricCalls()).isEqualTo(recorded.get("metric_calls").longValue());
        assertThat(study.reported()).hasSize(recorded.get("scorings").intValue());
        assertThat(study.proposals()).isEqualTo(recorded.get("proposals").longValue());
    }

    private static StudyInput input(ProgramDefinition program, int training) {
        return new StudyInput(
                program,
                Words.examples("train", training),
                Words.examples("validation", 10),
                Words.examples("test", 10),
                1,
                Budget.Limits.NONE,
                Prices.FREE,
                Surroundings.fixed("words"));
    }
}
