package io.espalier.optimizers.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.CountingStudy;
import io.espalier.optimizers.Golden;
import io.espalier.optimizers.NotEnoughExamples;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.fewshot.BootstrapSettings;
import io.espalier.optimizers.study.Prices;
import io.espalier.optimizers.study.StudyInput;
import io.espalier.optimizers.study.Surroundings;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.metric.Score;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** {@code parity: dspy} beside counts that record_infer_rules.py took from dspy 3.4.1. */
final class InferRulesParityTest {

    static Stream<JsonNode> cases() {
        var recorded = Golden.read(InferRulesParityTest.class, "infer-rules-counts.json");
        return StreamSupport.stream(recorded.get("cases").spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void counts_withParity_areTheRecordedOnes(JsonNode recorded) {
        var input =
                input(
                        recorded.get("predictors").intValue(),
                        recorded.get("train").intValue(),
                        recorded.get("validation").intValue());
        var study = new CountingStudy(Words.study(input, InferRulesParityTest::everyThird));
        int candidates = recorded.get("candidates").intValue();
        new InferRules(settings(candidates, recorded.get("demos").intValue()), true)
                .optimize(input.program(), study);

        assertThat(study.metricCalls()).isEqualTo(recorded.get("metric_calls").longValue());
        assertThat(study.proposals()).isEqualTo(recorded.get("requests").longValue());
        assertThat(study.reported()).hasSize(candidates);
        var shown = recorded.get("examples_in_each").intValue();
        assertThat(study.asked())
                .filteredOn(job -> !job.scored())
                .allMatch(job -> examplesIn(job) == shown);
    }

    @Test
    void splitting_ofOneExample_failsWithASentence() {
        var input = input(1, 1, 0);
        var study = Words.study(input, Words::run);

        assertThatThrownBy(() ->
                        new InferRules(RulesSettings.ORIGINAL, true)
                                .optimize(input.program(), study))
                .isInstanceOf(NotEnoughExamples.class)
                .hasMessageContaining("needs 2 to split");
    }

    private static long examplesIn(Job question) {
        var text = question.example().fields().text("examples");
        return text.lines().filter(line -> line.startsWith("word: ")).count();
    }

    /** Right for every third word, whatever the prompt, as in the recording. */
    private static Outcome everyThird(Job job) {
        if (!job.scored()) return Words.run(job);
        var number = job.example().fields().text("word").replaceAll("[a-z]", "");
        var run = Words.run(job);
        var right = Integer.parseInt(number) % 3 == 0;
        return new Outcome(run.prediction(), Score.of(right), run.trace(), run.usage(), null);
    }

    private static RulesSettings settings(int candidates, int demos) {
        var original = RulesSettings.ORIGINAL.demos();
        return new RulesSettings(
                candidates,
                10,
                1,
                new BootstrapSettings(
                        demos,
                        original.maxLabeled(),
                        original.maxRounds(),
                        original.metricThreshold(),
                        original.teacher()));
    }

    private static StudyInput input(int predictors, int training, int validation) {
        return new StudyInput(
                predictors == 1 ? Words.program() : Words.twoSteps(),
                Words.examples("train", training),
                Words.examples("validation", validation),
                Words.examples("test", 10),
                1,
                Budget.Limits.NONE,
                Prices.FREE,
                Surroundings.fixed("words"));
    }
}
