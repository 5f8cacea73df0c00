package io.espalier.optimizers.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.optimizers.sampler.Observation.Complete;
import io.espalier.optimizers.sampler.Observation.Infeasible;
import io.espalier.optimizers.sampler.Observation.Pruned;
import io.espalier.optimizers.sampler.Observation.Running;
import io.espalier.signatures.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Our estimator against figures of the real Optuna 5.0.0, recorded by record_tpe.py. */
class TpeGoldenTest {
    private static final double EXACT = 1e-12;
    private static final double RATIO = 1e-9;

    @TestFactory
    Stream<DynamicTest> estimator_onRecordedHistories_hasOptunasFigures() throws IOException {
        try (var in = TpeGoldenTest.class.getResourceAsStream("tpe-golden.json")) {
            assertThat(in).isNotNull();
            var golden = Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return stream(golden.get("cases"))
                    .map(c ->
                            DynamicTest.dynamicTest(
                                    c.get("case").stringValue(),
                                    () ->
                                            check(
                                                    space(
                                                            golden.get("spaces")
                                                                    .get(
                                                                            c.get("space")
                                                                                    .stringValue())),
                                                    c)));
        }
    }

    private static void check(Space space, JsonNode recorded) {
        var history = history(recorded.get("trials"));
        var split = Split.of(history);
        assertThat(numbers(split.below())).isEqualTo(numbers(recorded.get("below")));
        assertThat(numbers(split.above())).isEqualTo(numbers(recorded.get("above")));
        for (var group : recorded.get("groups")) {
            var names = stream(group.get("names")).map(JsonNode::stringValue).toList();
            var ratio = Ratio.of(space, names, split);
            check(ratio.below(), group.get("below"));
            check(ratio.above(), group.get("above"));
            for (int i = 0; i < group.get("points").size(); i++) {
                var values = new LinkedHashMap<String, Double>();
                for (int d = 0; d < names.size(); d++) {
                    values.put(names.get(d), group.get("points").get(i).get(d).doubleValue());
                }
                var expected = group.get("ratios").get(i).doubleValue();
                assertThat(ratio.at(values))
                        .as("%s at %s", names, values)
                        .isCloseTo(expected, within(RATIO * Math.max(1, Math.abs(expected))));
            }
        }
    }

    private static void check(Parzen ours, JsonNode theirs) {
        near(ours.weights(), theirs.get("weights"));
        for (int d = 0; d < ours.names().size(); d++) {
            var recorded = theirs.get("kernels").get(d);
            switch (ours.kernels().get(d)) {
                case CategoricalKernels(var rows) -> {
                    assertThat(rows.length).isEqualTo(recorded.get("rows").size());
                    for (int i = 0; i < rows.length; i++)
                        near(rows[i], recorded.get("rows").get(i));
                }
                case NumericKernels numeric -> {
                    near(numeric.mus(), recorded.get("mus"));
                    near(numeric.sigmas(), recorded.get("sigmas"));
                }
            }
        }
    }

    private static void near(double[] ours, JsonNode theirs) {
        assertThat(ours.length).isEqualTo(theirs.size());
        for (int i = 0; i < ours.length; i++) {
            double expected = theirs.get(i).doubleValue();
            assertThat(ours[i])
                    .isCloseTo(expected, within(EXACT * Math.max(1, Math.abs(expected))));
        }
    }

    private static Space space(JsonNode recorded) {
        var dimensions = new LinkedHashMap<String, Dimension>();
        recorded.properties().forEach(e -> dimensions.put(e.getKey(), dimension(e.getValue())));
        return new Space(dimensions);
    }

    private static Dimension dimension(JsonNode d) {
        if (d.has("choices")) {
            return new Dimension.Categorical(
                    stream(d.get("choices")).map(JsonNode::stringValue).toList());
        }
        var log = d.get("log").booleanValue();
        if (d.get("kind").stringValue().equals("int")) {
            return new Dimension.Int(
                    d.get("low").longValue(),
                    d.get("high").longValue(),
                    d.get("step").longValue(),
                    log);
        }
        var step = d.get("step");
        return new Dimension.Real(
                d.get("low").doubleValue(),
                d.get("high").doubleValue(),
                step.isNull() ? null : step.doubleValue(),
                log);
    }

    private static List<Observation> history(JsonNode trials) {
        var history = new ArrayList<Observation>();
        for (var trial : trials) {
            var values = new LinkedHashMap<String, Double>();
            trial.get("params")
                    .properties()
                    .forEach(e -> values.put(e.getKey(), e.getValue().doubleValue()));
            history.add(new Observation(history.size(), new Assignment(values), result(trial)));
        }
        return history;
    }

    private static Observation.Result result(JsonNode trial) {
        if (trial.has("complete")) return new Complete(trial.get("complete").doubleValue());
        if (trial.has("infeasible")) return new Infeasible(trial.get("infeasible").doubleValue());
        if (trial.has("running")) return new Running();
        var value = trial.get("value");
        return new Pruned(
                trial.get("pruned").longValue(), value.isNull() ? Double.NaN : value.doubleValue());
    }

    private static List<Long> numbers(List<Observation> trials) {
        return trials.stream().map(Observation::number).toList();
    }

    private static List<Long> numbers(JsonNode numbers) {
        return stream(numbers).map(JsonNode::longValue).toList();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
