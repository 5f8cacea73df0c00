package io.espalier.signatures.metric;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.SignatureParser;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.document.Documents;
import io.espalier.signatures.document.Section;
import io.espalier.signatures.document.Violations;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Price;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.Run;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Metrics of what a run takes, and of metrics made of metrics. */
class RunMetricsTest {
    private static final Signature SIGNATURE = SignatureParser.parse("text -> team, note", null);
    private static final Example EXAMPLE = Example.of(Fields.of("team", "a"));
    private static final Fields RIGHT = Fields.of("team", "a", "note", "one two  three");
    private static final Fields WRONG = Fields.of("team", "b", "note", "");
    private static final Offset<Double> EXACT = within(1e-12);

    private static final Run RUN =
            new Run(List.of(), new Usage(2, 900, 100, 300), 1, Duration.ofMillis(1500));

    @Test
    void amounts_betweenBestAndWorst_scoreOnAStraightLine() {
        assertThat(value("{tokens: {worst: 4000}}")).isEqualTo(0.75, EXACT);
        assertThat(value("{tokens: {worst: 2000, best: 1000}}")).isEqualTo(1);
        assertThat(value("{tokens: {worst: 1000}}")).isZero();
        assertThat(value("{calls: {worst: 5, best: 1}}")).isEqualTo(0.75, EXACT);
        assertThat(value("{latency: {worst: 2}}")).isEqualTo(0.25, EXACT);
        assertThat(value("{length: {field: note, worst: 4}}")).isEqualTo(0.25, EXACT);
        assertThat(value("{length: {worst: 8}}")).as("all outputs").isEqualTo(0.5, EXACT);
        assertThat(value("{length: {field: team, unit: characters, worst: 2}}"))
                .isEqualTo(0.5, EXACT);
    }

    @Test
    void cost_byThePrice_countsCachedTokensAsRead() {
        var cost = "{cost: {worst: 0.004, price: {prompt: 2, completion: 2}}}";
        assertThat(value(cost)).isEqualTo(0.5, EXACT);
        var document = Documents.parse("metric: {cost: {worst: 0.004}}");
        var violations = new Violations(document);
        var priced =
                MetricReader.read(
                        Section.root(document, violations),
                        "metric",
                        SIGNATURE,
                        ".",
                        new Price(2, 2, 0.1));
        assertThat(violations.all()).isEmpty();
        assertThat(requireNonNull(priced).document()).isEqualTo(metric(cost).document());
    }

    @Test
    void amounts_rememberedCalls_countAsMade() {
        var remembered =
                new Run(List.of(), new Usage(2, 900, 100, 300).asSaved(), 1, RUN.duration());
        for (var text : List.of("{tokens: {worst: 4000}}", "{calls: {worst: 5}}")) {
            assertThat(metric(text).score(EXAMPLE, RIGHT, remembered))
                    .isEqualTo(metric(text).score(EXAMPLE, RIGHT, RUN));
        }
    }

    @Test
    void format_anUnreadableCompletion_scoresZeroAndSaysSo() {
        assertThat(metric("format").score(EXAMPLE, RIGHT, Run.UNKNOWN).value()).isEqualTo(1);
        var score = metric("format").score(EXAMPLE, RIGHT, RUN);
        assertThat(score.value()).isZero();
        assertThat(score.feedback()).contains("1 answers");
    }

    @Test
    void pareto_value_isTheMeanByWeightAndPartsKeepTheirNames() {
        var metric = metric("{pareto: {right: {exact: team}, tokens: {tokens: {worst: 2000}}}}");
        assertThat(metric.objectives()).containsExactly("right", "tokens");
        var score = metric.score(EXAMPLE, RIGHT, RUN);
        assertThat(score.value()).isEqualTo(0.75, EXACT);
        assertThat(score.parts())
                .containsExactly(Map.entry("right", 1.0), Map.entry("tokens", 0.5));
        assertThat(score.feedback()).isEqualTo("tokens: 1000 tokens (best: 0, worst: 2000)");
        var weighted =
                metric(
                        "{pareto: {right: {metric: {exact: team}, weight: 3}, tokens: {tokens: {worst: 2000}}}}");
        assertThat(weighted.score(EXAMPLE, RIGHT, RUN).value()).isEqualTo(0.875, EXACT);
    }

    @Test
    void answer_ofAComposite_leavesOutWhatTheRunTook() {
        var tokens = "tokens: {tokens: {worst: 2000}}";
        assertThat(answer("{pareto: {right: {exact: team}, " + tokens + "}}")).isEqualTo(1);
        assertThat(answer("{lexicographic: {" + tokens + ", right: {exact: team}}}")).isEqualTo(1);
        assertThat(answer("{weighted: {form: format, " + tokens + "}}"))
                .as("nothing judges the answer")
                .isEqualTo(0.25, EXACT);
        assertThat(answer("{weighted: {a: {weighted: {b: exact, c: format}}, d: format}}"))
                .as("a composite within one")
                .isZero();
        assertThat(
                        answer(
                                "{constrained: {maximize: {exact: team}, subject-to: {f: {metric: format, at-least: 1}}}}"))
                .isEqualTo(1);
    }

    @Test
    void lexicographic_throughCanonicalJson_keepsItsOrder() {
        var first = metric("{lexicographic: {right: {exact: team}, form: format}}");
        var travelled =
                MetricReader.read(
                        Json.parse(Json.canonical(first.document())),
                        SIGNATURE,
                        role -> {
                            throw new AssertionError(role);
                        },
                        Adapters.standard());
        assertThat(travelled.objectives()).containsExactly("right", "form");
        assertThat(travelled.score(EXAMPLE, RIGHT, RUN).value()).isEqualTo(1 / 1.01, EXACT);
        var other = metric("{lexicographic: {form: format, right: {exact: team}}}");
        assertThat(Json.hash(other.document())).isNotEqualTo(Json.hash(first.document()));
        assertThat(faults("metric: {lexicographic: [{name: a, metric: exact}, {name: a}]}"))
                .containsExactlyInAnyOrder(
                        "metric.lexicographic[1].name: 'a' is given twice",
                        "metric.lexicographic[1].metric: is missing");
        assertThat(faults("metric: {lexicographic: []}"))
                .containsExactly("metric.lexicographic: is empty");
    }

    @Test
    void nothing_ofAComposite_isZeroInEveryPart() {
        var metric = metric("{pareto: {right: exact, tokens: {tokens: {worst: 2000}}}}");
        assertThat(metric.nothing("unreadable").parts())
                .containsExactly(Map.entry("right", 0.0), Map.entry("tokens", 0.0));
        assertThat(metric("exact").nothing("unreadable")).isEqualTo(Score.of(0, "unreadable"));
    }

    /** What is shown as an example need not be cheap, but it must be right. */
    @Test
    void constrained_answer_followsWhatJudgesTheAnswer() {
        var cheap =
                metric(
                        """
                        constrained:
                          maximize: {tokens: {worst: 2000}}
                          subject-to: {right: {metric: {exact: team}, at-least: 1}}
                        """);
        assertThat(cheap.score(EXAMPLE, RIGHT, RUN).answer()).isEqualTo(1);
        assertThat(cheap.score(EXAMPLE, WRONG, RUN).answer()).isEqualTo(0);
        var formed =
                metric(
                        """
                        constrained:
                          maximize: {tokens: {worst: 2000}}
                          subject-to: {quick: {metric: {latency: {worst: 4}}, at-least: 0.5}}
                        """);
        var score = formed.score(EXAMPLE, RIGHT, RUN);
        assertThat(score.answer()).as("nothing judges the answer").isEqualTo(score.value());
    }

    @Test
    void constrained_anyViolation_isBelowAllThatReachTheLevels() {
        var metric =
                metric(
                        """
                        constrained:
                          maximize: {exact: team}
                          subject-to:
                            quick: {metric: {latency: {worst: 4}}, at-least: 0.5}
                            short: {metric: {tokens: {worst: 2000}}, at-least: 0.4}
                        """);
        assertThat(metric.objectives()).containsExactly("maximize", "quick", "short");
        var worstInside = metric.score(EXAMPLE, WRONG, RUN);
        assertThat(worstInside.value()).isEqualTo(0.5);
        assertThat(metric.score(EXAMPLE, RIGHT, RUN).value()).isEqualTo(1);
        var barelyOutside = metric.score(EXAMPLE, RIGHT, took(Duration.ofNanos(2_000_001_000)));
        var farOutside = metric.score(EXAMPLE, RIGHT, took(Duration.ofSeconds(4)));
        assertThat(barelyOutside.value()).isLessThan(0.5).isGreaterThan(farOutside.value());
        assertThat(farOutside.value()).as("half of the levels missed").isEqualTo(0.25, EXACT);
        assertThat(farOutside.feedback()).contains("quick: must score at least 0.5, scores 0.0");
        assertThat(farOutside.parts()).containsEntry("quick", 0.0).containsEntry("short", 0.5);
    }

    @Test
    void read_emptyOrContradictoryComposites_areViolations() {
        assertThat(faults("metric: {pareto: {}}")).containsExactly("metric.pareto: is empty");
        assertThat(faults("metric: {pareto: {a: exact}}"))
                .containsExactly("metric.pareto: has one objective");
        assertThat(faults("metric: {pareto: {a: exact, b: exact}}"))
                .containsExactly("metric.pareto: 'a' and 'b' are the same metric");
        assertThat(
                        faults(
                                "metric: {pareto: {a: exact, b: format, c: {f1: team}, d: {f1: note}, e: {contains: team}, f: {contains: note}}}"))
                .containsExactly("metric.pareto: has 6 objectives");
        assertThat(faults("metric: {weighted: {a: {pareto: {b: exact, c: format}}}}"))
                .containsExactly(
                        "metric.weighted.a: pareto cannot be a part of another metric: its parts are the study's"
                                + " objectives");
        assertThat(faults("metric: {lexicographic: {}}"))
                .containsExactly("metric.lexicographic: is empty");
        assertThat(faults("metric: {constrained: {maximize: exact, subject-to: {}}}"))
                .containsExactly("metric.constrained.subject-to: is empty");
        assertThat(faults("metric: {constrained: {subject-to: {a: {metric: format}}}}"))
                .containsExactlyInAnyOrder(
                        "metric.constrained.maximize: is missing",
                        "metric.constrained.subject-to.a.at-least: is missing");
        assertThat(
                        faults(
                                "metric: {constrained: {maximize: exact, subject-to: {maximize: {metric: format, at-least: 1}}}}"))
                .containsExactly(
                        "metric.constrained.subject-to.maximize: is the name of what is made best");
        assertThat(
                        faults(
                                "metric: {constrained: {maximize: exact, subject-to: {a: {metric: format, at-least: 0}}}}"))
                .containsExactly(
                        "metric.constrained.subject-to.a.at-least: 0 is reached by every answer");
        assertThat(faults("metric: {tokens: {}}"))
                .containsExactly("metric.tokens.worst: is missing");
        assertThat(faults("metric: {tokens: {worst: 5, best: 5}}"))
                .containsExactly("metric.tokens.worst: 5.0 must be above best");
        assertThat(faults("metric: {cost: {worst: 1}}"))
                .containsExactly("metric.cost: needs a price: add models.task.price: {prompt: ...");
        assertThat(faults("metric: {cost: {worst: 1, price: {prompt: 0}}}"))
                .containsExactly("metric.cost.price: is 0");
        assertThat(faults("metric: {length: {worst: 1, unit: lines}}"))
                .containsExactly("metric.length.unit: 'lines' is unknown");
    }

    @Test
    void read_faultInAPart_namesItsLine() {
        var violations =
                violations(
                        """
                        metric:
                          pareto:
                            right: exact
                            tokens:
                              tokens: {worst: -1}
                        """);
        assertThat(violations.all())
                .singleElement()
                .satisfies(v -> {
                    assertThat(v.field()).isEqualTo("metric.pareto.tokens.tokens.worst");
                    assertThat(v.line()).isEqualTo(5);
                });
    }

    private static Run took(Duration duration) {
        return new Run(List.of(), RUN.usage(), 0, duration);
    }

    private static double value(String metric) {
        return metric(metric).score(EXAMPLE, RIGHT, RUN).value();
    }

    private static Metric metric(String yaml) {
        return MetricReader.read(
                Documents.parse(yaml).root(),
                SIGNATURE,
                role -> {
                    throw new AssertionError("no judge here");
                },
                Adapters.standard());
    }

    private static double answer(String metric) {
        return metric(metric).score(EXAMPLE, RIGHT, RUN).answer();
    }

    /** Each fault as its field and the first words of its message. */
    private static List<String> faults(String yaml) {
        return violations(yaml).all().stream()
                .map(v -> v.field() + ": " + v.message().split(" \\(|, |;")[0])
                .toList();
    }

    private static Violations violations(String yaml) {
        var document = Documents.parse(yaml);
        var violations = new Violations(document);
        MetricReader.read(Section.root(document, violations), "metric", SIGNATURE, ".", null);
        return violations;
    }
}
