package io.espalier.optimizers.miprov2;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.OptimizerContract;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.miprov2.DspySearch.Logged;
import io.espalier.optimizers.miprov2.MiproSettings.Guide;
import io.espalier.optimizers.miprov2.MiproSettings.Parity;
import io.espalier.optimizers.study.StudyInput;
import io.espalier.signatures.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** With {@code parity: dspy}: the counts of DSPy 3.4.1, recorded by record_mipro.py. */
final class MiproParityTest extends OptimizerContract {

    @Override
    protected Optimizer optimizer() {
        return new MiproV2(MiproSettings.DEFAULT.with(Parity.DSPY));
    }

    @TestFactory
    Stream<DynamicTest> schedule_isDspys() throws IOException {
        try (var in = MiproParityTest.class.getResourceAsStream("dspy-schedule.json")) {
            assertThat(in).isNotNull();
            var recorded =
                    Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)).get("cases");
            return stream(recorded)
                    .map(c ->
                            DynamicTest.dynamicTest(
                                    Json.write(c).substring(0, 90), () -> check(c)));
        }
    }

    private static void check(JsonNode c) {
        var program = c.get("predictors").intValue() == 1 ? Words.program() : Words.twoSteps();
        var few = Words.input(program, Budget.Limits.NONE, 1);
        var input =
                new StudyInput(
                        program,
                        few.training(),
                        Words.examples("validation", c.get("validation").intValue()),
                        List.of(),
                        1,
                        few.limits(),
                        few.prices(),
                        few.surroundings());
        var study = Words.study(input, job -> job.scored() ? Words.right(job) : Words.run(job));
        var search = new DspySearch(program, study, settings(c));
        search.run();

        var first = program.predictors().getFirst();
        int demoSets = c.get("demo_sets").intValue();
        assertThat(search.choices().instructionCount(first))
                .isEqualTo(c.get("instructions").intValue());
        assertThat(search.choices().demoSetCount(first)).isEqualTo(Math.max(1, demoSets));
        assertThat(numbers(search.log(), true)).isEqualTo(numbers(c.get("full")));
        assertThat(numbers(search.log(), false)).isEqualTo(numbers(c.get("minibatches")));
        assertThat(search.log().stream().mapToInt(Logged::examples).sum())
                .isEqualTo(c.get("metric_calls").intValue());
    }

    private static MiproSettings settings(JsonNode c) {
        int shots = c.get("shots").intValue();
        var effort = c.get("effort");
        return new MiproSettings(
                effort.isNull()
                        ? Effort.LIGHT
                        : Effort.valueOf(effort.stringValue().toUpperCase(Locale.ROOT)),
                number(c.get("candidates")),
                number(c.get("num_trials")),
                35,
                5,
                shots,
                shots,
                0.5,
                1,
                Guide.TPE,
                Parity.DSPY);
    }

    private static @Nullable Integer number(JsonNode node) {
        return node.isNull() ? null : (Integer) node.intValue();
    }

    private static List<Integer> numbers(List<Logged> log, boolean full) {
        return log.stream().filter(l -> l.full() == full).map(Logged::number).toList();
    }

    private static List<Integer> numbers(JsonNode array) {
        return stream(array).map(JsonNode::intValue).toList();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
