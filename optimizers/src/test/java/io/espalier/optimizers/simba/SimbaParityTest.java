package io.espalier.optimizers.simba;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.CountingStudy;
import io.espalier.optimizers.Golden;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.study.Prices;
import io.espalier.optimizers.study.StudyInput;
import io.espalier.optimizers.study.Surroundings;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** {@code parity: dspy} beside counts that record_simba.py took from dspy.SIMBA 3.4.1. */
final class SimbaParityTest {

    static Stream<JsonNode> cases() {
        var recorded = Golden.read(SimbaParityTest.class, "simba-counts.json").get("cases");
        return StreamSupport.stream(recorded.spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void counts_withParity_areTheRecordedOnes(JsonNode recorded) {
        var settings =
                new SimbaSettings(
                        recorded.get("batch").intValue(),
                        recorded.get("candidates").intValue(),
                        recorded.get("steps").intValue(),
                        4);
        var input = input(recorded.get("train").intValue());
        var study = new CountingStudy(Words.study(input, Words::run));
        new Simba(settings, true).optimize(input.program(), study);

        assertThat(study.metricCalls()).isEqualTo(recorded.get("metric_calls").longValue());
        assertThat(study.reported()).hasSize(recorded.get("finalists").intValue());
    }

    private static StudyInput input(int training) {
        return new StudyInput(
                Words.program(),
                Words.examples("train", training),
                Words.examples("validation", 10),
                Words.examples("test", 10),
                1,
                Budget.Limits.NONE,
                Prices.FREE,
                Surroundings.fixed("words"));
    }
}
