package io.espalier.optimizers.study;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.StudyStopped;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.front.Objectives;
import io.espalier.optimizers.front.ParetoFront;
import io.espalier.optimizers.study.StudyResult.Ending;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Failure;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.model.Price;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.ProgramState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class StudyRunTest {
    private static final ProgramState GOOD =
            ProgramState.EMPTY.change("sort", p -> p.withInstruction(Words.GOOD));
    private static final ProgramState BAD =
            ProgramState.EMPTY.change("sort", p -> p.withInstruction(Words.BAD));

    private static InMemoryStudy study(Budget.Limits limits, Function<Job, Outcome> runner) {
        return Words.study(Words.input(Words.program(), limits, 1), runner);
    }

    private static Optimizer returning(ProgramState state) {
        return (program, study) -> state;
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

    private static InMemoryStudy minutes(
            long most,
            Supplier<Duration> running,
            Map<String, Outcome> records,
            Function<Job, Outcome> runner) {
        var limits = new Budget.Limits(null, null, null, Duration.ofMinutes(most), null);
        var input = Words.input(Words.program(), limits, 1);
        return new InMemoryStudy(input, runner, 8, records, StudyListener.SILENT, running);
    }

    /**
     * A search may decide by more than validation data; what it throws away may be better there.
     */
    @Test
    void result_thatIsNoBetterThanTheOriginal_givesWayToAReportedOneThatIs() {
        Optimizer optimizer =
                (program, study) -> {
                    var good =
                            ProgramState.EMPTY.change("sort", p -> p.withInstruction(Words.GOOD));
                    var scored = study.evaluate(good, study.validation());
                    study.report(new Candidate("good", good, "by chance", List.of(), scored));
                    return ProgramState.EMPTY.change("sort", p -> p.withInstruction(Words.BAD));
                };
        var study = Words.study(Words.input(Words.program(), Budget.Limits.NONE, 1), Words::run);

        var result = study.run(optimizer);

        assertThat(result.label()).isEqualTo("good");
        assertThat(Words.after(result)).isGreaterThan(Words.before(result));
    }

    @Test
    void search_thatRanOutButStillDecided_endsByItsBudget() {
        Optimizer optimizer =
                (program, study) -> {
                    study.budgetEnded("budget.tokens: all are spent");
                    return ProgramState.EMPTY.change("sort", p -> p.withInstruction(Words.GOOD));
                };
        var study = Words.study(Words.input(Words.program(), Budget.Limits.NONE, 1), Words::run);

        var result = study.run(optimizer);

        assertThat(result.ending()).isEqualTo(StudyResult.Ending.BUDGET);
        assertThat(result.message()).contains("budget.tokens");
        assertThat(Words.after(result)).isGreaterThan(Words.before(result));
    }

    @Test
    void result_ofABetterState_hasBothScoresOnValidationAndTest() {
        var result = study(Budget.Limits.NONE, Words::run).run(returning(GOOD));

        assertThat(result.ending()).isEqualTo(Ending.DONE);
        assertThat(result.learned()).isEqualTo(GOOD);
        assertThat(Words.after(result)).isGreaterThan(Words.before(result));
        var test = requireNonNull(result.test());
        assertThat(requireNonNull(test.after())).isGreaterThan(test.before());
        assertThat(test.examples()).isEqualTo(20);
    }

    @Test
    void calls_ofTheResult_leaveTheScoringsOfTestApart() {
        var study = study(Budget.Limits.NONE, Words::run);
        var result = study.run(returning(GOOD));

        assertThat(result.spent().metricCalls()).isEqualTo(80);
        assertThat(result.usage().calls()).isEqualTo(80);
        assertThat(study.jobsRun()).isEqualTo(120);
    }

    @Test
    void result_ofAWorseState_isTheUnoptimizedProgramAndSaysSo() {
        var result = study(Budget.Limits.NONE, Words::run).run(returning(BAD));

        assertThat(result.learned()).isEqualTo(ProgramState.EMPTY);
        assertThat(Words.after(result)).isEqualTo(Words.before(result));
        assertThat(result.notes()).singleElement().asString().contains("unoptimized program");
    }

    @Test
    void front_ofACompositeMetric_hasAllFullyScoredCandidatesAndTheUnoptimizedProgram() {
        var plain = Words.input(Words.program(), Budget.Limits.NONE, 1);
        var input =
                new StudyInput(
                        plain.program(),
                        plain.training(),
                        plain.validation(),
                        plain.test(),
                        plain.seed(),
                        plain.limits(),
                        plain.prices(),
                        plain.surroundings(),
                        new Objectives(List.of("right", "short")));
        var result =
                Words.study(input, StudyRunTest::withLength)
                        .run((program, study) -> {
                            report(study, "again", ProgramState.EMPTY, study.validation());
                            report(study, "partly", BAD, study.validation().subList(0, 5));
                            report(study, "bad", BAD, study.validation());
                            return GOOD;
                        });

        var front = requireNonNull(result.front());
        assertThat(front.members())
                .extracting(ParetoFront.Member::candidate)
                .containsExactly("result", StudyRun.UNOPTIMIZED);
        assertThat(front.members().getFirst().scores())
                .containsEntry("right", Words.after(result))
                .containsEntry("short", 0.0);
        assertThat(front.members().getLast().scores()).containsEntry("short", 1.0);
        assertThat(result.toJson().at("/front/members/0/candidate").asString()).isEqualTo("result");
    }

    @Test
    void front_ofAMetricWithOneEnd_isNone() {
        assertThat(study(Budget.Limits.NONE, Words::run).run(returning(GOOD)).front()).isNull();
    }

    private static void report(
            Study study, String label, ProgramState state, List<Example> examples) {
        var evaluation = study.evaluate(state, examples);
        study.report(new Candidate(label, state, "to see", List.of(), evaluation));
    }

    /** Instructions cost length, whatever they are good for. */
    private static Outcome withLength(Job job) {
        var outcome = Words.run(job);
        var parts = new LinkedHashMap<String, Double>();
        parts.put("right", outcome.value());
        parts.put("short", job.state().equals(ProgramState.EMPTY) ? 1.0 : 0.0);
        return new Outcome(
                outcome.prediction(),
                new Score(outcome.value(), null, parts),
                outcome.trace(),
                outcome.usage(),
                outcome.failure());
    }

    @Test
    void answers_neverUsable_areNotedWithTheFirstReason() {
        var failure = new Failure(Blame.CANDIDATE, "no field 'answer' in it");
        Function<Job, Outcome> runner =
                job -> new Outcome(null, Score.of(0, null), List.of(), Usage.NONE, failure);
        var result = study(Budget.Limits.NONE, runner).run(returning(GOOD));

        assertThat(result.ending()).isEqualTo(Ending.DONE);
        assertThat(result.notes())
                .anySatisfy(note ->
                        assertThat(note)
                                .startsWith("none of the 100 answers could be used")
                                .contains("no field 'answer' in it"));
    }

    @Test
    void answers_oftenUnusable_areCounted() {
        var failure = new Failure(Blame.CANDIDATE, "the model refused to answer: 'No.'");
        Function<Job, Outcome> runner =
                job ->
                        number(job) % 4 == 0
                                ? new Outcome(
                                        null, Score.of(0, null), List.of(), Usage.NONE, failure)
                                : Words.run(job);
        var result = study(Budget.Limits.NONE, runner).run(returning(GOOD));

        assertThat(result.notes())
                .anySatisfy(note ->
                        assertThat(note)
                                .containsPattern("^\\d+ of \\d+ answers could not be used")
                                .endsWith("The first one: the model refused to answer: 'No.'"));
    }

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

    @Test
    void budget_belowTheValidationSet_scoresWhatItCovers() {
        var result = study(Words.metricCalls(25), Words::run).run(returning(GOOD));

        assertThat(result.ending()).isEqualTo(Ending.BUDGET);
        assertThat(requireNonNull(result.validation()).examples()).isEqualTo(25);
        assertThat(result.spent().metricCalls()).isEqualTo(25);
        assertThat(result.notes()).singleElement().asString().contains("25 of 40");
    }

    @Test
    void job_askedTwiceAtOnceAndAgain_runsAndCountsOnce() {
        var study = study(Budget.Limits.NONE, Words::run);
        var job = Job.evaluate(study.program(), ProgramState.EMPTY, study.validation().getFirst());

        var outcomes = study.run(List.of(job, job));
        study.run(List.of(job));

        assertThat(outcomes).hasSize(2);
        assertThat(study.jobsRun()).isEqualTo(1);
        assertThat(study.budget().spent().metricCalls()).isEqualTo(1);
    }

    @Test
    void outcomes_whateverTheOrderOfArrival_areInTheOrderAsked() {
        var answered = Stream.generate(() -> new CountDownLatch(1)).limit(10).toList();
        var study =
                study(
                        Budget.Limits.NONE,
                        job -> {
                            int turn = number(job);
                            // The later a job was asked, the earlier it answers.
                            if (turn < 9) await(answered.get(turn + 1));
                            try {
                                return Words.run(job);
                            } finally {
                                answered.get(turn).countDown();
                            }
                        });
        var jobs =
                study.validation().subList(0, 10).stream()
                        .map(e -> Job.evaluate(study.program(), ProgramState.EMPTY, e))
                        .toList();

        assertThat(study.run(jobs)).isEqualTo(jobs.stream().map(Words::run).toList());
    }

    @Test
    void budget_ofTime_endsAtRunningJobs() {
        var running = new AtomicReference<>(Duration.ZERO);
        var hangs = new CountDownLatch(1);
        var study =
                minutes(
                        1,
                        running::get,
                        Map.of(),
                        job -> {
                            if (!job.state().equals(GOOD)) return Words.run(job);
                            await(hangs); // until it is interrupted
                            throw new IllegalStateException("interrupted");
                        });
        var result =
                study.run((program, s) -> {
                    running.set(Duration.ofMinutes(1).minusMillis(50));
                    return s.evaluate(GOOD, s.validation()).state();
                });

        assertThat(result.ending()).isEqualTo(Ending.BUDGET);
        assertThat(result.message()).contains("budget.minutes").contains("under way");
        assertThat(study.jobsRun()).as("the unoptimized program's").isEqualTo(60);
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
        // though
        // 8 runs of its kind took none, and is not begun.
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

    @Test
    void failures_ofAFewProviderCalls_areCountedAndBorne() {
        var outcome =
                new Outcome(
                        null,
                        null,
                        List.of(),
                        Usage.NONE,
                        new Failure(Blame.PROVIDER, "connection reset"));
        var asked = new AtomicLong();
        var result =
                study(
                                Budget.Limits.NONE,
                                job -> asked.incrementAndGet() <= 3 ? outcome : Words.run(job))
                        .run(returning(GOOD));

        assertThat(result.failed()).isFalse();
        assertThat(result.errors()).isEqualTo(Map.of(Blame.PROVIDER, 3L));
    }

    private static Outcome unscored(Job job) {
        var outcome = Words.run(job);
        return new Outcome(
                outcome.prediction(),
                null,
                outcome.trace(),
                outcome.usage(),
                new Failure(Blame.METRIC, "no number 'score' to the secret " + outcome));
    }

    private static Function<Job, Outcome> withoutScoreFor(Set<String> words) {
        return job ->
                words.contains(job.example().fields().text("word"))
                        ? unscored(job)
                        : Words.run(job);
    }

    @Test
    void metric_failingForTwoRows_leavesThemOutAndSaysWhich() {
        var rows = study(Budget.Limits.NONE, Words::run).validation();
        var words = Set.of(rows.get(3).fields().text("word"), rows.get(7).fields().text("word"));
        var result = study(Budget.Limits.NONE, withoutScoreFor(words)).run(returning(GOOD));

        var others = new ArrayList<>(rows);
        others.removeIf(row -> words.contains(row.fields().text("word")));
        var mean =
                others.stream()
                        .map(row -> Job.evaluate(Words.program(), GOOD, row))
                        .mapToDouble(job -> Words.run(job).value())
                        .average()
                        .orElseThrow();
        assertThat(result.ending()).isEqualTo(Ending.DONE);
        assertThat(requireNonNull(result.validation()).examples()).isEqualTo(38);
        assertThat(Words.after(result)).isCloseTo(mean, within(1e-9));
        assertThat(result.notes())
                .singleElement()
                .asString()
                .startsWith("2 of 40 validation examples could not be scored")
                .contains("since the metric failed")
                .endsWith("validation example 4 (" + rows.get(3).id() + ")")
                .doesNotContain("secret");
    }

    @Test
    void metric_failingForOneCandidateOnly_comparesWhatBothWereScoredOn() {
        var same = ProgramState.EMPTY.change("sort", p -> p.withInstruction("Do it, please."));
        var result =
                study(
                                Budget.Limits.NONE,
                                job ->
                                        job.state().equals(same) && Words.run(job).value() == 0
                                                ? unscored(job)
                                                : Words.run(job))
                        .run((program, s) -> {
                            // What is left of its runs is all right, as the unoptimized ones are.
                            report(s, "same", same, someRightAndWrong(s));
                            return ProgramState.EMPTY;
                        });

        assertThat(result.errors()).containsEntry(Blame.METRIC, 5L);
        assertThat(result.learned()).isEqualTo(ProgramState.EMPTY);
    }

    /** Three that the unoptimized program gets right, and five that it does not. */
    private static List<Example> someRightAndWrong(Study study) {
        var right = new ArrayList<Example>();
        var wrong = new ArrayList<Example>();
        for (var row : study.validation()) {
            var run = Words.run(Job.evaluate(study.program(), ProgramState.EMPTY, row));
            (run.value() == 0 ? wrong : right).add(row);
        }
        return Stream.concat(right.stream().limit(3), wrong.stream().limit(5)).toList();
    }

    @Test
    void metric_failingForEveryRow_hasNoScoreAndCountsWhatTheTestDataTook() {
        var result = study(Budget.Limits.NONE, StudyRunTest::unscored).run(returning(GOOD));

        assertThat(result.failed()).isTrue();
        assertThat(result.validation()).isNull();
        assertThat(result.test()).isNull();
        assertThat(result.usage().calls()).isZero();
        assertThat(result.apart().calls()).isEqualTo(20);
        assertThat(result.toJson().at("/test_calls").asLong()).isEqualTo(20);
    }

    @Test
    void metric_failingForTheOnlyRow_failsTheStudyWithItsWords() {
        var plain = Words.input(Words.program(), Budget.Limits.NONE, 1);
        var input =
                new StudyInput(
                        plain.program(),
                        plain.training(),
                        plain.validation().subList(0, 1),
                        List.of(),
                        plain.seed(),
                        plain.limits(),
                        plain.prices(),
                        plain.surroundings(),
                        plain.objectives());
        var result = Words.study(input, StudyRunTest::unscored).run(returning(GOOD));

        assertThat(result.failed()).isTrue();
        assertThat(result.reason()).contains("no number 'score'").contains("resume");
        assertThat(result.validation()).isNull();
    }

    @Test
    void search_thatFailsWithNothingFound_hasAScoreBeforeOnly() {
        var result =
                study(Budget.Limits.NONE, Words::run)
                        .run((program, s) -> {
                            throw new StudyStopped("the endpoint is gone");
                        });

        assertThat(requireNonNull(result.validation()).after()).isNull();
        assertThat(result.validation().examples()).isEqualTo(40);
    }

    @Test
    void listener_ofAStudy_hearsPhasesInOrder() {
        var phases = Collections.synchronizedList(new ArrayList<String>());
        StudyListener listener =
                new StudyListener() {
                    @Override
                    public void phase(String name, long jobs) {
                        phases.add(name + " " + jobs);
                    }
                };
        new InMemoryStudy(
                        Words.input(Words.program(), Budget.Limits.NONE, 1),
                        Words::run,
                        4,
                        Map.of(),
                        listener)
                .run(returning(GOOD));

        assertThat(phases)
                .containsExactly(
                        "scoring the unoptimized program 60",
                        "optimizing 0",
                        "scoring the result 20");
    }

    @Test
    void search_ofAProgramThatIsRightEverywhere_endsConvergedAndCostsNothing() {
        var study = study(Budget.Limits.NONE, Words::right);
        var result = study.run(returning(GOOD));

        assertThat(result.ending()).isEqualTo(Ending.CONVERGED);
        assertThat(result.notes()).anyMatch(note -> note.contains("is right on all validation"));
        assertThat(result.spent().metricCalls()).isEqualTo(study.validation().size());
    }

    @Test
    void result_whereAllRunsScoreTheSame_saysThatTheMetricTellsNothing() {
        var result = study(Budget.Limits.NONE, scoring(0.5)).run(reporting(BAD));

        assertThat(result.learned()).isEqualTo(ProgramState.EMPTY);
        assertThat(result.notes())
                .anyMatch(
                        note -> note.contains("scored 0.5") && note.contains("no programs apart"));
    }

    @Test
    void result_whereRunsScoreDifferently_saysNothingOfTheKind() {
        var result = study(Budget.Limits.NONE, Words::run).run(reporting(BAD));

        assertThat(result.notes()).noneMatch(note -> note.contains("no programs apart"));
    }

    @Test
    void result_ofASearchThatMadeNothing_saysHowMuchWasLeft() {
        var limits = new Budget.Limits(1000L, null, null, null, null);
        var result = study(limits, Words::run).run(returning(ProgramState.EMPTY));

        assertThat(result.notes())
                .anyMatch(note -> note.matches("no candidate was made: \\d+ of 1000 .*"));
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

    /** Scores on training examples may tell the best two apart. */
    @Test
    void result_thatTrailsOnTheValidationExamples_saysWhoIsAhead() {
        var fair =
                ProgramState.EMPTY.change(
                        "sort", p -> p.withInstruction(Words.GOOD + " " + Words.BAD));
        Optimizer choosesFair =
                (program, study) -> {
                    reporting(GOOD).optimize(program, study);
                    return fair;
                };
        var result = study(Budget.Limits.NONE, Words::run).run(choosesFair);

        assertThat(result.learned()).isEqualTo(fair);
        assertThat(result.notes())
                .singleElement()
                .asString()
                .startsWith("'result' is the result by all of its scores;")
                .contains("'c0' is ahead");
    }

    private static Function<Job, Outcome> scoring(double score) {
        return job -> {
            var run = Words.run(job);
            return new Outcome(run.prediction(), Score.of(score), run.trace(), run.usage(), null);
        };
    }

    private static Optimizer reporting(ProgramState state) {
        return (program, study) -> {
            var evaluation = study.evaluate(state, study.validation());
            study.report(new Candidate("c0", state, "for the test", List.of(), evaluation));
            return state;
        };
    }

    @Test
    void json_ofAResult_hasTheNamesThatScriptsRelyOn() {
        var json = study(Budget.Limits.NONE, Words::run).run(returning(GOOD)).toJson();

        assertThat(json.propertyNames())
                .containsExactly(
                        "state",
                        "reason",
                        "validation",
                        "test",
                        "metric_calls",
                        "model_calls",
                        "test_calls",
                        "reused",
                        "reused_metric_calls",
                        "remembered",
                        "tokens",
                        "errors");
        assertThat(json.at("/validation").propertyNames())
                .containsExactly("before", "after", "examples");
        assertThat(json.at("/errors").propertyNames())
                .contains("candidate", "data", "provider", "machine");
        assertThat(json.at("/state").stringValue()).isEqualTo("finished");
    }

    private static org.assertj.core.data.Offset<Double> within(double by) {
        return org.assertj.core.data.Offset.offset(by);
    }

    private static int number(Job job) {
        return Integer.parseInt(job.example().fields().text("word").replaceAll("\\D", ""));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
