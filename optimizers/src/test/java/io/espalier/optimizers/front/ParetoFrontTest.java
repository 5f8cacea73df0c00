package io.espalier.optimizers.front;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.front.ParetoFront.Member;
import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Failure;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.ProgramState;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ParetoFrontTest {
    private static final Objectives TWO = new Objectives(List.of("right", "tokens"));

    @Test
    void front_ofAFewCandidates_hasThoseThatNoneBeatsAndWhatEachAdds() {
        var front =
                ParetoFront.of(
                        TWO,
                        candidates(
                                Map.entry("frugal", new double[] {0.25, 1}),
                                Map.entry("worse", new double[] {0.5, 0.25}),
                                Map.entry("good", new double[] {1, 0.25}),
                                Map.entry("even", new double[] {0.5, 0.5}),
                                Map.entry("even too", new double[] {0.5, 0.5})));
        assertThat(front.members())
                .extracting(Member::candidate)
                .containsExactly("good", "even", "frugal");
        assertThat(front.hypervolume()).isEqualTo(0.5);
        assertThat(front.members())
                .extracting(Member::contribution)
                .containsExactly(0.125, 0.0625, 0.125);
        assertThat(front.members().getFirst().scores())
                .containsExactly(Map.entry("right", 1.0), Map.entry("tokens", 0.25));
        assertThat(Json.write(front.toJson()))
                .startsWith("{\"objectives\":[\"right\",\"tokens\"],\"hypervolume\":0.5,")
                .contains(
                        "{\"candidate\":\"good\",\"scores\":{\"right\":1.0,\"tokens\":0.25},"
                                + "\"contribution\":0.125}");
    }

    @Test
    void front_ofRandomCandidates_coversAllAndNoMemberAnother() {
        var random = RandomStreams.of(1);
        for (int objectives = 2; objectives <= 5; objectives++) {
            var names = List.of("a", "b", "c", "d", "e").subList(0, objectives);
            var points = new LinkedHashMap<String, double[]>();
            for (int i = 0; i < 30; i++) {
                points.put("c" + i, random.doubles(objectives).toArray());
            }
            var front = ParetoFront.of(new Objectives(names), evaluations(names, points));
            var members = front.members().stream().map(Member::candidate).toList();
            for (var one : points.entrySet()) {
                var covering =
                        members.stream()
                                .filter(m ->
                                        Points.covers(
                                                requireNonNull(points.get(m)), one.getValue()))
                                .toList();
                if (members.contains(one.getKey())) {
                    assertThat(covering).containsExactly(one.getKey());
                } else {
                    assertThat(covering).isNotEmpty();
                }
            }
            assertThat(front.members().stream().mapToDouble(Member::contribution).sum())
                    .isBetween(0.0, front.hypervolume());
        }
    }

    @Test
    void means_overRunsWithAScore_countAMissingPartAsZero() {
        var lost =
                new Outcome(
                        null,
                        null,
                        List.of(),
                        Usage.NONE,
                        new Failure(Blame.MACHINE, "it is gone"));
        var unnamed = scored(Score.of(0.5));
        var parts = new LinkedHashMap<>(Map.of("right", 1.0));
        var evaluation =
                new Evaluation(
                        ProgramState.EMPTY,
                        List.of(example(0), example(1), example(2), example(3)),
                        List.of(lost, unnamed, scored(new Score(1, null, parts)), unnamed));
        assertThat(TWO.means(evaluation)).containsExactly(new double[] {1 / 3.0, 0}, within(0.0));
    }

    @Test
    void objectives_twoToFive_spanAFront() {
        assertThat(Objectives.none().spanFront()).isFalse();
        assertThat(new Objectives(List.of("a")).spanFront()).isFalse();
        assertThat(TWO.spanFront()).isTrue();
        assertThat(new Objectives(List.of("a", "b", "c", "d", "e")).spanFront()).isTrue();
        assertThat(new Objectives(List.of("a", "b", "c", "d", "e", "f")).spanFront()).isFalse();
    }

    @SafeVarargs
    private static LinkedHashMap<String, Evaluation> candidates(
            Map.Entry<String, double[]>... candidates) {
        var points = new LinkedHashMap<String, double[]>();
        Arrays.stream(candidates).forEach(c -> points.put(c.getKey(), c.getValue()));
        return evaluations(TWO.names(), points);
    }

    /** Each over two examples, as far below its means on the one as above on the other. */
    private static LinkedHashMap<String, Evaluation> evaluations(
            List<String> names, Map<String, double[]> points) {
        var evaluations = new LinkedHashMap<String, Evaluation>();
        points.forEach((label, point) -> {
            var low = new LinkedHashMap<String, Double>();
            var high = new LinkedHashMap<String, Double>();
            for (int i = 0; i < point.length; i++) {
                double off = Math.min(point[i], 1 - point[i]);
                low.put(names.get(i), point[i] - off);
                high.put(names.get(i), point[i] + off);
            }
            evaluations.put(
                    label,
                    new Evaluation(
                            ProgramState.EMPTY,
                            List.of(example(0), example(1)),
                            List.of(
                                    scored(new Score(0, null, low)),
                                    scored(new Score(1, null, high)))));
        });
        return evaluations;
    }

    private static Outcome scored(Score score) {
        return new Outcome(Fields.EMPTY, score, List.of(), Usage.NONE, null);
    }

    private static Example example(int number) {
        return new Example("e" + number, Fields.EMPTY);
    }
}
