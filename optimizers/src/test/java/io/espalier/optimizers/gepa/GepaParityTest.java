package io.espalier.optimizers.gepa;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.gepa.GepaSettings.Spending;
import io.espalier.optimizers.study.InMemoryStudy;
import io.espalier.signatures.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * {@code parity: dspy} beside counts that record_gepa.py took from dspy.GEPA 3.4.1 and gepa 0.1.4.
 */
final class GepaParityTest {
    private static final int TOP = 6;

    private static JsonNode golden() {
        try (var file = GepaParityTest.class.getResourceAsStream("gepa-counts.json")) {
            var text = new String(requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return Json.parse(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<JsonNode> cases(String kind) {
        return StreamSupport.stream(golden().get(kind).spliterator(), false);
    }

    static Stream<JsonNode> auto() {
        return cases("auto");
    }

    static Stream<JsonNode> exact() {
        return cases("exact");
    }

    static Stream<JsonNode> spread() {
        return cases("spread");
    }

    /** Also in record_gepa.py. */
    private static double score(String task, int place, List<Integer> levels) {
        double sum = levels.stream().mapToInt(Integer::intValue).sum();
        return switch (task) {
            case "flat" -> 0.5;
            case "perfect" -> 1;
            case "climb" -> Math.min(1, sum / (TOP * levels.size()));
            case "trade" ->
                    switch (place % 3) {
                        case 0 -> Math.min(1, levels.getFirst() / 3.0);
                        case 1 -> Math.min(1, levels.getLast() / 3.0);
                        default -> Math.max(0, 1 - sum / 4);
                    };
            default -> throw new IllegalArgumentException(task);
        };
    }

    private static InMemoryStudy study(JsonNode recorded, int predictors, long seed) {
        return Levels.study(
                Levels.input(
                        predictors,
                        recorded.get("train").intValue(),
                        recorded.get("val").intValue(),
                        Budget.Limits.NONE,
                        seed),
                (place, levels) -> score(recorded.get("task").stringValue(), place, levels));
    }

    /** The search alone, without the frame; how many scorings it asked for. */
    private static long asked(InMemoryStudy study, @Nullable Effort effort, int metricCalls) {
        var counted = new Asking(study);
        var spending = new Spending(effort, metricCalls == 0 ? null : metricCalls);
        var dspy = GepaSettings.DSPY;
        new Gepa(new GepaSettings(spending, dspy.proposing(), dspy.selecting(), true))
                .optimize(study.program(), counted);
        return counted.scorings();
    }

    private static Effort effort(String name) {
        return Effort.valueOf(name.toUpperCase(Locale.ROOT));
    }

    @ParameterizedTest
    @MethodSource("auto")
    void budget_ofAnEffort_isTheOriginals(JsonNode recorded) {
        var effort = effort(recorded.get("effort").stringValue());

        assertThat(
                        effort.dspyMetricCalls(
                                recorded.get("predictors").intValue(),
                                recorded.get("val").intValue()))
                .isEqualTo(recorded.get("metric_calls").longValue());
    }

    @ParameterizedTest
    @MethodSource("exact")
    void counts_thatDependOnNoDraw_areTheOriginals(JsonNode recorded) {
        var study = study(recorded, recorded.get("predictors").intValue(), 0);
        var budget = recorded.get("budget");
        var effort = budget.has("auto") ? effort(budget.get("auto").stringValue()) : null;
        int metricCalls =
                budget.has("max_full_evals")
                        ? budget.get("max_full_evals").intValue()
                                * (recorded.get("train").intValue()
                                        + recorded.get("val").intValue())
                        : budget.path("max_metric_calls").asInt(0);

        var asked = asked(study, effort, metricCalls);

        assertThat(asked).isEqualTo(recorded.get("metric_calls").longValue());
        assertThat(study.candidates()).hasSize(recorded.get("candidates").intValue());
    }

    /** Means over as many seeds; 4 standard errors of the difference. */
    @ParameterizedTest
    @MethodSource("spread")
    void counts_overManySeeds_haveTheOriginalsMeans(JsonNode recorded) {
        int seeds = recorded.get("seeds").intValue();
        double candidates = 0;
        double merges = 0;
        double spent = 0;
        for (int seed = 0; seed < seeds; seed++) {
            var study = study(recorded, 2, seed);
            spent += asked(study, null, recorded.get("metric_calls").intValue());
            candidates += study.candidates().size();
            merges += study.candidates().stream().filter(GepaParityTest::merge).count();
        }

        near(recorded.get("candidates"), candidates / seeds, seeds);
        near(recorded.get("merges"), merges / seeds, seeds);
        near(recorded.get("spent"), spent / seeds, seeds);
    }

    private static boolean merge(Candidate candidate) {
        return candidate.parents().size() == 2;
    }

    private static void near(JsonNode recorded, double mean, int seeds) {
        double error = recorded.get("deviation").doubleValue() * Math.sqrt(2.0 / seeds);
        assertThat(mean).isCloseTo(recorded.get("mean").doubleValue(), within(4 * error));
    }
}
