package io.espalier.optimizers.study;

import static io.espalier.optimizers.study.Searches.BAD;
import static io.espalier.optimizers.study.Searches.GOOD;
import static io.espalier.optimizers.study.Searches.await;
import static io.espalier.optimizers.study.Searches.number;
import static io.espalier.optimizers.study.Searches.report;
import static io.espalier.optimizers.study.Searches.reporting;
import static io.espalier.optimizers.study.Searches.returning;
import static io.espalier.optimizers.study.Searches.study;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.front.Objectives;
import io.espalier.optimizers.front.ParetoFront;
import io.espalier.optimizers.study.StudyResult.Ending;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a study comes to: its result, its notes, its front, what it tells on its way. */
final class StudyRunTest {
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

    /**
     * A search may decide by more than validation data; what it throws away may be better there.
     */
    @Test
    void result_thatIsNoBetterThanTheOriginal_givesWayToAReportedOneThatIs() {
        Optimizer optimizer =
                (program, study) -> {
                    report(study, "good", GOOD, study.validation());
                    return BAD;
                };
        var study = Words.study(Words.input(Words.program(), Budget.Limits.NONE, 1), Words::run);

        var result = study.run(optimizer);

        assertThat(result.label()).isEqualTo("good");
        assertThat(Words.after(result)).isGreaterThan(Words.before(result));
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

    @Test
    void result_whereAllRunsScoreTheSame_saysThatTheMetricTellsNothing() {
        var result = study(Budget.Limits.NONE, scoring(0.5)).run(reporting(BAD));

        assertThat(result.learned()).isEqualTo(ProgramState.EMPTY);
        assertThat(result.notes())
                .anyMatch(
                        note -> note.contains("scored 0.5") && note.contains("no programs apart"));
    }

    @Test
    void result_thatWasReportedWithoutAScore_isReportedWithIt() {
        var study = study(Budget.Limits.NONE, Words::run);
        var result =
                study.run((program, s) -> {
                    s.report(new Candidate("bare", GOOD, "no score yet", List.of(), null));
                    return GOOD;
                });

        assertThat(result.label()).isEqualTo("bare");
        assertThat(study.candidates()).extracting(Candidate::label).containsExactly("bare", "bare");
        assertThat(study.candidates().getLast().score()).isEqualTo(Words.after(result));
    }

    private static Function<Job, Outcome> scoring(double score) {
        return job -> {
            var run = Words.run(job);
            return new Outcome(run.prediction(), Score.of(score), run.trace(), run.usage(), null);
        };
    }

    @Test
    void result_whereRunsScoreDifferently_saysNothingOfTheKind() {
        var result = study(Budget.Limits.NONE, Words::run).run(reporting(BAD));

        assertThat(result.notes()).noneMatch(note -> note.contains("no programs apart"));
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
    void front_ofAMetricWithOneEnd_isNone() {
        assertThat(study(Budget.Limits.NONE, Words::run).run(returning(GOOD)).front()).isNull();
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
}
