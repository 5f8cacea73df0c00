package io.espalier.optimizers.simba;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.CountingStudy;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.OptimizerContract;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.study.InMemoryStudy;
import io.espalier.signatures.Fields;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class SimbaTest extends OptimizerContract {

    @Override
    protected Optimizer optimizer() {
        return new Simba(new SimbaSettings(10, 4, 3, 4), false);
    }

    private static CountingStudy run(
            Optimizer optimizer, ProgramDefinition program, Function<Job, Outcome> model) {
        var input = Words.input(program, Budget.Limits.NONE, 1);
        var study = new CountingStudy(Words.study(input, model));
        optimizer.optimize(program, study);
        return study;
    }

    @Test
    void learned_fromWords_isBetterAndHasDemosOrAdvice() {
        var study = study(Budget.Limits.NONE);
        var result = study.run(new Simba(SimbaSettings.DEFAULT, false));

        assertThat(Words.after(result)).isGreaterThan(Words.before(result) + 0.2);
        assertThat(result.learned().of("sort").demos()).hasSizeLessThanOrEqualTo(4);
    }

    private static InMemoryStudy study(Budget.Limits limits) {
        return Words.study(Words.input(Words.program(), limits, 1), Words::run);
    }

    /** 10 x 4 draws, three steps of 4 new and 2 old programs, and no more than the formula says. */
    @Test
    void metricCalls_withoutLimit_areAtMostTheFormula() {
        var result = study(Budget.Limits.NONE).run(optimizer());

        long frame = 40;
        assertThat(result.spent().metricCalls())
                .isLessThanOrEqualTo(frame + 10 * (4 + 3 * (4 + 2)) + 8 * 40 + 2 * 30);
    }

    /** In DSPy a change that does nothing is a candidate, and is scored. */
    @Test
    void candidates_ofAnySearch_differFromOneAnother() {
        var study = run(optimizer(), Words.twoSteps(), Words::run);

        var states = study.reported().stream().map(Candidate::state).toList();
        assertThat(new HashSet<>(states)).hasSameSizeAs(states);
        assertThat(states).hasSizeGreaterThan(6);
    }

    /** Nothing wavers, so there is nothing to advise; what is right may still be shown. */
    @Test
    void model_thatIsAlwaysRight_isAskedForNoAdvice() {
        var study = run(optimizer(), Words.program(), Words::right);

        assertThat(study.proposals()).isZero();
        assertThat(study.reported().getFirst().state()).isNotNull();
    }

    /** In DSPy a strategy that cannot work skips the example silently. */
    @Test
    void advice_thatCannotBeRead_makesNoCandidate() {
        var study =
                run(
                        new Simba(new SimbaSettings(10, 4, 3, 0), false),
                        Words.program(),
                        job -> job.scored() ? Words.run(job) : Words.unreadable(job));

        assertThat(study.proposals()).isPositive();
        assertThat(study.reported()).hasSize(1);
    }

    /** DSPy refuses to work. */
    @Test
    void training_smallerThanABatch_isOneBatch() {
        var study = study(Budget.Limits.NONE);
        var result = study.run(new Simba(new SimbaSettings(500, 4, 2, 4), false));

        assertThat(Words.after(result)).isGreaterThan(Words.before(result));
    }

    @Test
    void demos_ofEveryPredictor_comeFromItsOwnCalls() {
        var study = run(optimizer(), Words.twoSteps(), Words::run);

        for (var candidate : study.reported()) {
            assertThat(candidate.state().of("hint").demos())
                    .allMatch(d -> d.values().has("hint") && !d.values().has("kind"));
            assertThat(candidate.state().of("sort").demos())
                    .allMatch(d -> d.values().has("kind") && d.augmented());
        }
    }

    /** Partly right runs become demos only where no run is right. */
    @Test
    void demos_ofAGradedMetric_areTheRightRuns() {
        var study =
                run(
                        optimizer(),
                        Words.program(),
                        job -> job.scored() ? halfCredit(Words.run(job)) : Words.run(job));

        var demos =
                study.reported().stream()
                        .flatMap(c -> c.state().of("sort").demos().stream())
                        .map(Demo::values);
        assertThat(demos).isNotEmpty().noneMatch(values -> values.text("kind").equals("neither"));
    }

    private static Outcome halfCredit(Outcome outcome) {
        return new Outcome(
                outcome.prediction(),
                Score.of(Math.max(0.5, outcome.value())),
                outcome.trace(),
                outcome.usage(),
                outcome.failure());
    }

    @Test
    void advice_ofALaterStep_replacesEarlierAdviceAndKeepsTheAuthorsWords() {
        var advised =
                run(
                        new Simba(new SimbaSettings(10, 4, 6, 0), false),
                        Words.program(),
                        job -> job.scored() ? Words.run(job) : advice(job));

        var instructions =
                advised.reported().stream()
                        .map(c -> c.state().of("sort").instruction())
                        .filter(i -> i != null)
                        .toList();
        assertThat(instructions)
                .hasSizeGreaterThan(6)
                .allMatch(i -> i.startsWith("Do it.\n\n"))
                .allMatch(i -> i.split("Advice").length == 2);
    }

    private static Outcome advice(Job job) {
        var said = "Advice " + job.example().fields().hash() + job.rollout().id();
        var outputs = Fields.of("reasoning", "So.", "advice", said);
        return new Outcome(outputs, null, List.of(), Usage.NONE, null);
    }

    @Test
    void advice_asked_showsSeveralExamplesWithRightAndWrongRuns() {
        var study = run(optimizer(), Words.program(), Words::run);

        var shown =
                study.asked().stream()
                        .filter(job -> !job.scored())
                        .map(job -> job.example().fields().text("contrasted_runs"))
                        .toList();
        assertThat(shown)
                .isNotEmpty()
                .allMatch(text -> text.contains("Example 8 (score"))
                .anyMatch(text -> text.contains("(score 1.00)") && text.contains("(score 0.00)"));
    }

    @Test
    void budget_ofMetricCalls_isLeftForTheFinals() {
        var study = study(Words.metricCalls(400));
        var result = study.run(new Simba(SimbaSettings.DEFAULT, false));

        var validated = study.candidates().stream().filter(c -> c.validation() != null).toList();
        assertThat(validated).isNotEmpty();
        assertThat(requireNonNull(result.label()))
                .isIn(validated.stream().map(Candidate::label).toList());
    }

    /** Batches are smaller where the draws on the first one would take all. */
    @Test
    void budget_ofLittleMoreThanTwoScorings_isEnoughForAStep() {
        var study = study(Words.metricCalls(150));
        var result = study.run(new Simba(SimbaSettings.DEFAULT, false));

        assertThat(study.candidates()).hasSizeGreaterThan(3);
        assertThat(Words.after(result)).isGreaterThan(Words.before(result));
    }

    /** A change of this hash is a change of every user's results: say so in the changelog. */
    @Test
    void learned_fromSeedOne_isTheGoldenState() {
        var result = study(Budget.Limits.NONE).run(new Simba(SimbaSettings.DEFAULT, false));

        assertThat(result.learned()).isNotEqualTo(ProgramState.EMPTY);
        assertThat(result.learned().hash()).startsWith("1c0a7100bf492eab");
    }
}
