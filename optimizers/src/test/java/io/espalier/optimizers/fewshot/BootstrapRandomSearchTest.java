package io.espalier.optimizers.fewshot;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.CountingStudy;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.OptimizerContract;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.study.InMemoryStudy;
import io.espalier.optimizers.study.StudyResult.Ending;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BootstrapRandomSearchTest extends OptimizerContract {
    private static final Instructions TEXTS =
            Instructions.of(List.of(Words.BAD, "Hm.", Words.GOOD, "Well."));

    @Override
    protected Optimizer optimizer() {
        return search(null, Instructions.NONE);
    }

    private static Optimizer search(@Nullable Double stopAtScore, Instructions instructions) {
        return new BootstrapRandomSearch(
                8, BootstrapSettings.DEFAULT, stopAtScore, instructions, false);
    }

    private static InMemoryStudy study(ProgramDefinition program, Budget.Limits limits) {
        return Words.study(Words.input(program, limits, 1), Words::run);
    }

    private static CountingStudy run(
            Optimizer optimizer, ProgramDefinition program, Function<Job, Outcome> model) {
        var input = Words.input(program, Budget.Limits.NONE, 1);
        var study = new CountingStudy(Words.study(input, model));
        optimizer.optimize(program, study);
        return study;
    }

    @Test
    void learned_fromWords_isBetterAndHasRunsAndLabels() {
        var result = study(Words.program(), Budget.Limits.NONE).run(optimizer());

        assertThat(Words.after(result)).isGreaterThan(Words.before(result) + 0.2);
        var demos = result.learned().of("sort").demos();
        assertThat(demos).anyMatch(Demo::augmented).anyMatch(demo -> !demo.augmented());
        assertThat(demos.stream().filter(Demo::augmented).count()).isLessThanOrEqualTo(4);
        assertThat(demos).hasSizeLessThanOrEqualTo(16);
    }

    /** Twice as many sets as the original, at fewer metric calls. */
    @Test
    void metricCalls_besideTheOriginal_areFewer() {
        var ours = run(optimizer(), Words.program(), Words::run);
        var original =
                run(
                        new BootstrapRandomSearch(
                                8, BootstrapSettings.DEFAULT, null, Instructions.NONE, true),
                        Words.program(),
                        Words::run);

        assertThat(ours.reported().size()).isGreaterThan(original.reported().size());
        assertThat(ours.budget().spent().metricCalls())
                .isLessThanOrEqualTo(2 * 30 + 2 * 5 * 30 + 6 * 40 + 2 * 30);
    }

    /** What is left is a choice among instructions, and labelled demos. */
    @Test
    void candidates_none_leaveTheInstructionsAndTheLabels() {
        var none = new BootstrapRandomSearch(0, BootstrapSettings.DEFAULT, null, TEXTS, false);
        var study = run(none, Words.program(), Words::run);

        assertThat(study.reported().stream().map(Candidate::label))
                .contains("labelled")
                .noneMatch(label -> label.contains("set "));
        assertThat(study.reported())
                .anyMatch(c -> Words.GOOD.equals(c.state().of("sort").instruction()));
    }

    @Test
    void candidates_ofAnySearch_differFromOneAnother() {
        var study = run(optimizer(), Words.twoSteps(), Words::run);

        var states = study.reported().stream().map(Candidate::state).toList();
        assertThat(new HashSet<>(states)).hasSameSizeAs(states);
    }

    /** A graded metric's half right runs are no demos while there are right ones. */
    @Test
    void demos_ofAGradedMetric_areFullyRightRuns() {
        var study = run(optimizer(), Words.program(), job -> halfCredit(Words.run(job)));

        var shown =
                study.reported().stream()
                        .flatMap(c -> c.state().of("sort").demos().stream())
                        .filter(Demo::augmented)
                        .map(demo -> demo.values().text("kind"));
        assertThat(shown).isNotEmpty().doesNotContain("neither");
    }

    private static Outcome halfCredit(Outcome outcome) {
        return new Outcome(
                outcome.prediction(),
                Score.of(Math.max(0.5, outcome.value())),
                outcome.trace(),
                outcome.usage(),
                outcome.failure());
    }

    /** Labels have no hint, which the second predictor reads: beside runs they would mislead. */
    @Test
    void labels_withoutAPredictorsInputs_areNotMixedWithItsRuns() {
        var study = run(optimizer(), Words.twoSteps(), Words::run);

        for (var candidate : study.reported()) {
            var demos = candidate.state().of("sort").demos();
            if (demos.stream().noneMatch(Demo::augmented)) continue;
            assertThat(demos).allMatch(demo -> demo.values().has("hint"));
        }
    }

    @Test
    void instructions_amongWhichOneIsGood_areFoundTogetherWithDemos() {
        var result = study(Words.program(), Budget.Limits.NONE).run(search(null, TEXTS));

        assertThat(result.learned().of("sort").instruction()).isEqualTo(Words.GOOD);
        assertThat(result.learned().of("sort").demos()).isNotEmpty();
        assertThat(Words.after(result)).isGreaterThan(0.8);
    }

    @Test
    void instructions_forNamedPredictors_goToThem() {
        var texts = new LinkedHashMap<String, List<String>>();
        texts.put("hint", List.of(Words.BAD, Words.GOOD));
        texts.put("sort", List.of(Words.GOOD));
        var study = study(Words.twoSteps(), Budget.Limits.NONE);
        study.run(search(null, new Instructions(List.of(), texts)));

        assertThat(study.candidates().stream().map(Candidate::label))
                .contains("instruction 2 for hint", "instruction 1 for sort, labelled");
    }

    @Test
    void score_toStopAt_endsTheSearchAsConverged() {
        var whole = study(Words.program(), Budget.Limits.NONE);
        whole.run(optimizer());
        var study = study(Words.program(), Budget.Limits.NONE);
        var result = study.run(search(0.4, Instructions.NONE));

        assertThat(result.ending()).isEqualTo(Ending.CONVERGED);
        assertThat(Words.after(result)).isGreaterThanOrEqualTo(0.4);
        assertThat(result.spent().metricCalls()).isLessThan(whole.budget().spent().metricCalls());
    }

    @Test
    void budget_endingInMidSearch_isSpentOnFewerExamples() {
        for (long calls : List.of(160, 300, 500)) {
            var result = study(Words.program(), Words.metricCalls(calls)).run(optimizer());

            assertThat(result.spent().metricCalls()).isLessThanOrEqualTo(calls);
            assertThat(requireNonNull(result.label())).isNotEqualTo("zero-shot");
        }
    }

    @Test
    void budget_beyondTwoGenerations_isSpentOnMore() {
        var free = study(Words.twoSteps(), Budget.Limits.NONE);
        free.run(optimizer());
        var rich = study(Words.twoSteps(), Words.metricCalls(1500));
        var result = rich.run(optimizer());

        var labels = rich.candidates().stream().map(Candidate::label).toList();
        assertThat(labels).doesNotHaveDuplicates().contains("crossed set 17");
        assertThat(rich.candidates().size()).isGreaterThan(free.candidates().size());
        assertThat(result.spent().metricCalls()).isLessThanOrEqualTo(1500);
    }

    /** A change of this hash is a change of every user's results: say so in the changelog. */
    @Test
    void learned_fromSeedOne_isTheGoldenState() {
        var result = study(Words.program(), Budget.Limits.NONE).run(optimizer());

        assertThat(result.learned()).isNotEqualTo(ProgramState.EMPTY);
        assertThat(result.learned().hash()).startsWith("0b411d6fdc849b95");
    }
}
