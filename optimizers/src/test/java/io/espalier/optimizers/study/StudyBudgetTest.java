package io.espalier.optimizers.study;

import static io.espalier.optimizers.study.Searches.BAD;
import static io.espalier.optimizers.study.Searches.GOOD;
import static io.espalier.optimizers.study.Searches.await;
import static io.espalier.optimizers.study.Searches.returning;
import static io.espalier.optimizers.study.Searches.study;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.study.StudyResult.Ending;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.model.Price;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.ProgramState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Limits of metric calls, tokens, time and cost: what ends a search, and what is kept then. */
final class StudyBudgetTest {
    @Test
    void budget_endingTheSearch_keepsTheBestReported() {
        var result = study(Words.metricCalls(170), Words::run).run(endless());

        assertThat(result.ending()).isEqualTo(Ending.BUDGET);
        assertThat(result.reason()).isEqualTo("budget");
        assertThat(result.label()).isEqualTo("c0");
        assertThat(result.learned()).isEqualTo(GOOD);
        assertThat(result.spent().metricCalls()).isEqualTo(160);
        assertThat(requireNonNull(result.test()).after()).isNotNull();
    }

    /** Reports GOOD as c0, then worse states until its budget is over. */
    private static Optimizer endless() {
        return (program, study) -> {
            for (int i = 0; ; i++) {
                int number = i;
                var state =
                        i == 0 ? GOOD : BAD.change("sort", p -> p.withInstruction("n" + number));
                var evaluation = study.evaluate(state, study.validation());
                study.report(new Candidate("c" + i, state, "next", List.of(), evaluation));
            }
        };
    }

    @Test
    void budget_belowTheValidationSet_scoresWhatItCovers() {
        var result = study(Words.metricCalls(25), Words::run).run(returning(GOOD));

        assertThat(result.ending()).isEqualTo(Ending.BUDGET);
        assertThat(requireNonNull(result.validation()))
                .as("a part compares nothing")
                .isEqualTo(new ScoreChange(Words.before(result), null, 25, 40));
        assertThat(result.toJson().at("/validation").propertyNames())
                .containsExactly("before", "examples", "of");
        assertThat(result.spent().metricCalls()).isEqualTo(25);
        assertThat(result.notes()).singleElement().asString().contains("25 of 40");
    }

    @Test
    void search_thatRanOutButStillDecided_endsByItsBudget() {
        Optimizer optimizer =
                (program, study) -> {
                    study.budgetEnded("budget.tokens: all are spent");
                    return GOOD;
                };
        var study = Words.study(Words.input(Words.program(), Budget.Limits.NONE, 1), Words::run);

        var result = study.run(optimizer);

        assertThat(result.ending()).isEqualTo(StudyResult.Ending.BUDGET);
        assertThat(result.message()).contains("budget.tokens");
        assertThat(Words.after(result)).isGreaterThan(Words.before(result));
    }

    @Test
    void result_ofASearchThatMadeNothing_saysHowMuchWasLeft() {
        var limits = new Budget.Limits(1000L, null, null, null, null);
        var result = study(limits, Words::run).run(returning(ProgramState.EMPTY));

        assertThat(result.notes())
                .anyMatch(note ->
                        note.matches(
                                "the search made no candidate beside the unoptimized"
                                        + " program: \\d+ of 1000 .*"));
    }

    @Test
    void search_thatMadeNothingSinceTooLittleWasLeft_endsByTheBudget() {
        int examples = study(Budget.Limits.NONE, Words::run).validation().size();
        var limits = new Budget.Limits(null, examples + 3L, null, null, null);
        var result = study(limits, Words::run).run(returning(ProgramState.EMPTY));

        assertThat(result.ending()).isEqualTo(Ending.BUDGET);
        assertThat(result.notes())
                .containsExactly(
                        "the budget covers no candidate: what is left is enough for about 3 runs,"
                                + " and the validation examples alone are "
                                + examples);
    }

    @Test
    void budget_ofTime_endsAtRunningJobs() {
        var running = new AtomicReference<>(Duration.ZERO);
        var study = minutes(1, running::get, Map.of(), hangsAfter(0));
        var result = study.run(scoringGood(running, Duration.ofMillis(50)));

        assertThat(result.ending()).isEqualTo(Ending.BUDGET);
        assertThat(result.message()).contains("budget.minutes").contains("under way");
        assertThat(study.jobsRun()).as("the unoptimized program's").isEqualTo(60);
    }

    /** Runs so many jobs of GOOD; further ones end when they are interrupted. */
    private static Function<Job, Outcome> hangsAfter(long jobs) {
        var hangs = new CountDownLatch(1);
        var left = new AtomicLong(jobs);
        return job -> {
            if (!job.state().equals(GOOD) || left.getAndDecrement() > 0) return Words.run(job);
            await(hangs);
            throw new IllegalStateException("interrupted");
        };
    }

    /** With so much of a minute left when it begins. */
    private static Optimizer scoringGood(AtomicReference<Duration> running, Duration left) {
        return (program, study) -> {
            running.set(Duration.ofMinutes(1).minus(left));
            return study.evaluate(GOOD, study.validation()).state();
        };
    }

    /** A question that the time ended has cost what was done of it. */
    @Test
    void budget_ofTimeThatEndsAQuestion_countsWhatWasDone() {
        var running = new AtomicReference<>(Duration.ZERO);
        var study = minutes(1, running::get, Map.of(), hangsAfter(5));
        var result = study.run(scoringGood(running, Duration.ofMillis(200)));

        assertThat(result.ending()).isEqualTo(Ending.BUDGET);
        assertThat(result.spent().metricCalls()).isEqualTo(40 + 5);
        assertThat(result.usage().calls()).isEqualTo(40 + 5);
    }

    @Test
    void budget_ofTimeThatIsOver_stillAnswersFromRecords() {
        var jobs = new AtomicLong();
        var first =
                minutes(
                        150, // within the third candidate
                        () -> Duration.ofMinutes(jobs.get()),
                        Map.of(),
                        job -> {
                            jobs.incrementAndGet();
                            return Words.run(job);
                        });
        var before = first.run(endless());
        assertThat(before.ending()).isEqualTo(Ending.BUDGET);
        assertThat(before.label()).isEqualTo("c0");

        var replay =
                minutes(
                        150,
                        () -> Duration.ofDays(1),
                        first.records(),
                        job -> {
                            throw new AssertionError("ran a job: " + job);
                        });
        var after = replay.run(endless());

        assertThat(after.ending()).isEqualTo(Ending.BUDGET);
        assertThat(after.label()).isEqualTo(before.label());
        assertThat(after.learned()).isEqualTo(before.learned());
        assertThat(after.validation()).isEqualTo(before.validation());
        assertThat(after.test()).isEqualTo(before.test());
        assertThat(after.spent().metricCalls()).isEqualTo(before.spent().metricCalls());
        assertThat(replay.candidates()).isEqualTo(first.candidates());
    }

    private static InMemoryStudy minutes(
            long most,
            Supplier<Duration> running,
            Map<String, Outcome> records,
            Function<Job, Outcome> runner) {
        var limits = new Budget.Limits(null, null, null, Duration.ofMinutes(most), null);
        var input = Words.input(Words.program(), limits, 1);
        return new InMemoryStudy(input, runner, 8, records, StudyListener.SILENT, running);
    }

    @Test
    void budget_ofCost_isNeverPassed() {
        var input = Words.input(Words.program(), Budget.Limits.NONE, 1);
        var limits = new Budget.Limits(null, null, null, null, 0.0021);
        var priced =
                new StudyInput(
                        input.program(),
                        input.training(),
                        input.validation(),
                        input.test(),
                        input.seed(),
                        limits,
                        new Prices(new Price(1, 2, 0.1), Price.FREE),
                        input.surroundings());
        var result = Words.study(priced, Words::run).run(returning(GOOD));

        // 40 examples at 20 tokens read and 5 written: 0.0012 for each scoring.
        assertThat(result.spent().cost()).isCloseTo(0.0012, within(1e-9));
        assertThat(result.toJson().path("cost").asDouble()).isEqualTo(result.spent().cost());
        assertThat(result.notes()).anyMatch(n -> n.contains("budget.cost"));
    }

    @Test
    void budget_ofTokens_isNotPassedByCallsThatAreNoLongerRemembered() {
        var known = Set.copyOf(study(Budget.Limits.NONE, Words::run).validation().subList(0, 8));
        var result =
                study(
                                new Budget.Limits(null, null, 1500L, null, null),
                                job -> {
                                    var outcome = Words.run(job);
                                    var remembered =
                                            job.state().equals(GOOD)
                                                    && known.contains(job.example());
                                    return remembered ? saved(outcome) : outcome;
                                })
                        .run((program, s) -> {
                            s.evaluate(GOOD, List.copyOf(known));
                            return s.evaluate(GOOD, s.validation()).state();
                        });

        // 40 examples at 25 tokens for the first scoring; the second one would take 800 more,
        // though 8 runs of its kind took none, and is not begun.
        assertThat(result.ending()).isEqualTo(Ending.BUDGET);
        assertThat(result.spent().tokens()).isEqualTo(1000);
        assertThat(result.usage().saved()).isEqualTo(new Usage.Saved(8, 160, 40));
    }

    private static Outcome saved(Outcome outcome) {
        return new Outcome(
                outcome.prediction(),
                outcome.score(),
                outcome.trace(),
                outcome.usage().asSaved(),
                outcome.failure());
    }
}
