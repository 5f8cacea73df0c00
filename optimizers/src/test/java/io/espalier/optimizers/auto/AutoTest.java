package io.espalier.optimizers.auto;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.OptimizerContract;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.study.StudyResult;
import io.espalier.signatures.Fields;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.metric.Score;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class AutoTest extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
        return new Auto(false);
    }

    private static StudyResult run(Budget.Limits limits, Function<Job, Outcome> runner) {
        return Words.study(Words.input(Words.program(), limits, 1), runner).run(new Auto(false));
    }

    private static void assertChose(String name, StudyResult result) {
        assertThat(result.notes()).anyMatch(note -> note.startsWith("auto chose " + name + ": "));
    }

    @Test
    void choice_withRoomAndAModelThatReflects_isTrellis() {
        assertChose("trellis", run(Budget.Limits.NONE, Words::run));
    }

    @Test
    void choice_withAModelThatWritesNoInstruction_isASearchOfDemos() {
        assertChose("bootstrap-random-search", run(Budget.Limits.NONE, AutoTest::withoutWords));
    }

    private static Outcome withoutWords(Job job) {
        var outcome = Words.run(job);
        if (job.scored()) return outcome;
        return new Outcome(
                Fields.of("improved_instruction", " "), null, List.of(), outcome.usage(), null);
    }

    @Test
    void choice_whereNoAnswerCanBeUsed_takesOneMoreScoringOnly() {
        var result = run(Budget.Limits.NONE, AutoTest::garbage);
        assertChose("labeled-few-shot", result);
        assertThat(result.spent().metricCalls()).isEqualTo(40 + 6 + 6 + 40);
    }

    @Test
    void choice_whereDemosMakeAnswersUsable_isASearch() {
        assertChose(
                "trellis",
                run(
                        Budget.Limits.NONE,
                        job ->
                                job.state().of("sort").demos().isEmpty()
                                        ? garbage(job)
                                        : Words.run(job)));
    }

    @Test
    void choice_whereSomeAnswerCanBeUsed_isASearch() {
        // Of training examples none can be read, of the others the half.
        assertChose(
                "trellis",
                run(
                        Budget.Limits.NONE,
                        job ->
                                String.valueOf(job.example().fields().get("word")).contains("train")
                                        ? garbage(job)
                                        : Words.run(job)));
    }

    private static Outcome garbage(Job job) {
        return job.scored() ? Words.unreadable(job) : Words.run(job);
    }

    /** {@code exact} has such words, too: what was expected. */
    @Test
    void reason_ofAChoice_speaksOfTheMetricsWordsWhereItHasSome() {
        var words = "what the metric says of wrong answers";
        assertThat(run(Budget.Limits.NONE, AutoTest::explained).notes())
                .anyMatch(note -> note.contains(words));
        assertThat(run(Budget.Limits.NONE, Words::run).notes())
                .noneMatch(note -> note.contains(words))
                .anyMatch(note -> note.contains("what the metric does not"));
    }

    private static Outcome explained(Job job) {
        var outcome = Words.run(job);
        if (!job.scored() || outcome.value() == 1) return outcome;
        return new Outcome(
                outcome.prediction(),
                Score.of(0, "kind: expected 'odd', received 'neither'"),
                outcome.trace(),
                outcome.usage(),
                null);
    }

    @Test
    void choice_underASmallBudget_isWhatItCovers() {
        assertChose("labeled-few-shot", run(Words.metricCalls(88), Words::run));
        assertChose("miprov2", run(Words.metricCalls(98), Words::run));
        assertChose("miprov2", run(Words.metricCalls(125), Words::run));
        assertChose("trellis", run(Words.metricCalls(126), Words::run));
        assertChose("trellis", run(Words.metricCalls(200), Words::run));
    }
}
