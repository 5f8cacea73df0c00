package io.espalier.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.espalier.optimizers.study.InMemoryStudy;
import io.espalier.optimizers.study.RecordedStudy;
import io.espalier.optimizers.study.StudyInput;
import io.espalier.optimizers.study.StudyLife;
import io.espalier.optimizers.study.StudyListener;
import io.espalier.optimizers.study.StudyResult;
import io.espalier.optimizers.study.StudyResult.Ending;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Failure;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every optimizer, on one predictor and on two. */
public abstract class OptimizerContract {

    protected abstract Optimizer optimizer();

    private static StudyInput input(ProgramDefinition program, long seed) {
        return Words.input(program, Budget.Limits.NONE, seed);
    }

    @Test
    void sameSeed_twice_sameState() {
        for (var program : List.of(Words.program(), Words.twoSteps())) {
            var first = Words.study(input(program, 7), Words::run).run(optimizer());
            var second = Words.study(input(program, 7), Words::run).run(optimizer());

            assertThat(first.learned().hash()).isEqualTo(second.learned().hash());
            assertThat(first.spent().metricCalls()).isEqualTo(second.spent().metricCalls());
        }
    }

    @Test
    void jobs_answeredOneAtATime_sameStateAsSideBySide() {
        var wide = Words.study(input(Words.program(), 7), Words::run).run(optimizer());
        var narrow =
                new InMemoryStudy(
                                input(Words.program(), 7),
                                Words::run,
                                1,
                                Map.of(),
                                StudyListener.SILENT)
                        .run(optimizer());

        assertThat(narrow.learned()).isEqualTo(wide.learned());
    }

    @Test
    void replay_fromRecords_runsNothingAndSpendsTheSame() {
        var input = input(Words.twoSteps(), 3);
        var first = Words.study(input, Words::run);
        var result = first.run(optimizer());

        var replay =
                Words.replay(
                        input,
                        job -> {
                            throw new AssertionError("ran a recorded job");
                        },
                        first.records());
        var again = replay.run(optimizer());

        assertThat(replay.jobsRun()).isZero();
        assertThat(again.toJson()).isEqualTo(result.toJson());
        assertThat(again.learned()).isEqualTo(result.learned());
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 40, 100, 333})
    void crash_afterEveryFewJobs_sameResultAndNoJobTwice(int every) {
        crashesAfterEvery(every, input(Words.program(), 11), Words::run);
    }

    private void crashesAfterEvery(int every, StudyInput input, Function<Job, Outcome> runner) {
        var whole = Words.study(input, runner);
        var expected = whole.run(optimizer());

        var records = new ConcurrentHashMap<String, Outcome>();
        long run = 0;
        StudyResult result = null;
        for (int life = 0; result == null; life++) {
            assertThat(life).as("lives").isLessThan(2000);
            var left = new AtomicLong(every);
            var study = Words.replay(input, mortal(runner, left), records);
            try {
                result = study.run(optimizer());
            } catch (Crash e) {
                // The next life goes on from what was recorded.
            }
            records.putAll(study.records());
            run += study.jobsRun();
        }

        assertThat(result.learned()).isEqualTo(expected.learned());
        assertThat(result.toJson()).isEqualTo(expected.toJson());
        assertThat(run).isEqualTo(whole.jobsRun());
    }

    @Test
    void crash_afterAnySingleJob_sameResult() {
        var input = Words.small(Words.twoSteps(), 11);
        var whole = Words.study(input, Words::run);
        var expected = whole.run(optimizer());

        for (long after = 0; after < whole.jobsRun(); after += 1 + after / 60) {
            var left = new AtomicLong(after);
            var first = Words.replay(input, mortal(Words::run, left), Map.of());
            assertThatThrownBy(() -> first.run(optimizer())).isInstanceOf(Crash.class);
            var second = Words.replay(input, Words::run, first.records());
            var result = second.run(optimizer());

            assertThat(result.learned())
                    .as("crashed after %d jobs", after)
                    .isEqualTo(expected.learned());
            assertThat(result.toJson()).isEqualTo(expected.toJson());
            assertThat(first.jobsRun() + second.jobsRun()).isEqualTo(whole.jobsRun());
        }
    }

    @Test
    void goldenJournal_ofASmallStudy_replaysIdentically() throws IOException {
        new GoldenJournal(getClass().getSimpleName().replace("Test", ""))
                .replays(Words.small(Words.twoSteps(), 7), optimizer());
    }

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static Function<Job, Outcome> mortal(Function<Job, Outcome> runner, AtomicLong left) {
        return job -> {
            if (left.getAndDecrement() <= 0) throw new Crash();
            return runner.apply(job);
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 39, 40, 41, 79, 80, 81, 100, 200, 500})
    void budget_ofMetricCalls_isNeverPassedAndTheBestIsKept(long most) {
        var input = Words.input(Words.program(), Words.metricCalls(most), 5);
        var scored = new AtomicLong();
        var study =
                Words.study(
                        input,
                        job -> {
                            if (job.scored()) scored.incrementAndGet();
                            return Words.run(job);
                        });
        var result = study.run(optimizer());

        var scoredApart = 2 * input.test().size();
        assertThat(result.spent().metricCalls()).isLessThanOrEqualTo(most);
        assertThat(scored.get()).isLessThanOrEqualTo(most + scoredApart);
        assertThat(Words.after(result)).isGreaterThanOrEqualTo(Words.before(result));
        assertThat(result.failed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"60, 61", "100, 160", "200, 400", "400, 700"})
    void budgetRaised_isNeverPassedAndNothingThatWasKnownIsLost(long first, long more) {
        var before = StudyLife.first(first, Map.of(), optimizer());
        var after = before.with(more, optimizer());

        assertThat(after.result().spent().metricCalls())
                .isEqualTo(before.crew().scored() + after.crew().scored())
                .isBetween(before.result().spent().metricCalls(), more);
        assertThat(Words.after(after.result()))
                .isGreaterThanOrEqualTo(Words.after(before.result()));
        var states = new HashMap<String, ProgramState>();
        for (var life : List.of(before, after)) {
            for (var one : life.study().candidates()) {
                var state = states.putIfAbsent(one.label(), one.state());
                if (state != null) assertThat(one.state()).as(one.label()).isEqualTo(state);
            }
        }
    }

    @Test
    void search_inAHomeThatKnowsManyResults_isTheSame() {
        var other = StudyLife.first(250, Map.of(), optimizer()).crew().records();
        var alone = StudyLife.first(400, Map.of(), optimizer());
        var knowing = StudyLife.first(400, other, optimizer());

        assertThat(knowing.result().learned()).isEqualTo(alone.result().learned());
        assertThat(knowing.result().spent().metricCalls())
                .isEqualTo(alone.result().spent().metricCalls());
        assertThat(knowing.crew().records()).isEqualTo(alone.crew().records());
        assertThat(knowing.crew().scored()).isLessThan(alone.crew().scored());
    }

    @ParameterizedTest
    @ValueSource(longs = {300, 1500, 4000, 20000})
    void budget_ofTokens_isNeverPassed(long most) {
        var limits = new Budget.Limits(null, null, most, null, null);
        var result =
                Words.study(Words.input(Words.program(), limits, 5), Words::run).run(optimizer());

        assertThat(result.spent().tokens()).isLessThanOrEqualTo(most);
        assertThat(result.failed()).isFalse();
    }

    /** Demos and instructions make runs longer than those of the program as it is. */
    @ParameterizedTest
    @ValueSource(longs = {40_000, 60_000, 150_000})
    void budget_ofTokensThatGrowWithTheText_comesToACandidate(long most) {
        var limits = new Budget.Limits(null, null, most, null, null);
        var study = Words.study(Words.input(Words.program(), limits, 5), Words::metered);
        var result = study.run(optimizer());

        assertThat(result.spent().tokens()).isLessThanOrEqualTo(most);
        assertThat(study.candidates())
                .as(result.reason() + result.notes())
                .anyMatch(candidate ->
                        candidate.validation() != null
                                && !candidate.state().equals(ProgramState.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(longs = {9_000, 25_000, 50_000})
    void crash_underALimitOfTokens_sameResultAndNoJobTwice(long most) {
        var limits = new Budget.Limits(null, null, most, null, null);
        crashesAfterEvery(60, Words.input(Words.twoSteps(), limits, 11), Words::metered);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 50, 130, 400})
    void budget_ofModelCalls_isNeverPassed(long most) {
        var limits = new Budget.Limits(null, most, null, null, null);
        var result =
                Words.study(Words.input(Words.twoSteps(), limits, 5), Words::run).run(optimizer());

        assertThat(result.usage().calls()).isLessThanOrEqualTo(most);
        assertThat(result.failed()).isFalse();
    }

    @Test
    void everyRun_unreadable_leavesTheUnoptimizedProgramAndCountsTheCandidate() {
        var result = Words.study(input(Words.program(), 2), Words::unreadable).run(optimizer());

        assertThat(result.learned()).isEqualTo(ProgramState.EMPTY);
        assertThat(result.ending()).isEqualTo(Ending.DONE);
        assertThat(result.errors()).containsOnlyKeys(Blame.CANDIDATE);
    }

    @Test
    void provider_thatIsGone_failsTheStudyWithItsSentence() {
        var gone = gone("connection refused");
        var result = Words.study(input(Words.program(), 2), job -> gone).run(optimizer());

        assertThat(result.ending()).isEqualTo(Ending.FAILED);
        assertThat(result.reason()).contains("connection refused").contains("provider");
    }

    private static Outcome gone(String message) {
        var failure = new Failure(Blame.PROVIDER, message);
        return new Outcome(null, null, List.of(), Usage.NONE, failure);
    }

    /** Its own model may be gone while the task's answers everything. */
    @Test
    void reflectionModel_thatIsGone_failsTheStudyWithItsSentence() {
        var gone = gone("http://b answered 401");
        var proposals = new AtomicLong();
        var result =
                Words.study(
                                input(Words.program(), 2),
                                job -> {
                                    if (job.role() == Job.Role.TASK) return Words.run(job);
                                    proposals.incrementAndGet();
                                    return gone;
                                })
                        .run(optimizer());

        if (proposals.get() == 0) return;
        assertThat(result.ending()).isEqualTo(Ending.FAILED);
        assertThat(result.reason()).contains("http://b answered 401").contains("models.reflection");
        assertThat(result.validation()).as("what was scored").isNotNull();
    }

    @Test
    void reflectionModel_thatOnlyRefuses_isNamedInANoteThatQuotesNothing() {
        var refusal =
                new Failure(Blame.CANDIDATE, "no field 'improved_instruction' in 'I am sorry'");
        var proposals = new AtomicLong();
        var result =
                Words.study(
                                input(Words.program(), 2),
                                job -> {
                                    if (job.scored() || job.role() == Job.Role.TASK) {
                                        return Words.run(job);
                                    }
                                    proposals.incrementAndGet();
                                    return new Outcome(null, null, List.of(), Usage.NONE, refusal);
                                })
                        .run(optimizer());

        assertThat(result.failed()).isFalse();
        assertThat(String.join("\n", result.notes())).doesNotContain("I am sorry");
        if (proposals.get() == 0) return;
        assertThat(result.notes())
                .anySatisfy(note -> assertThat(note).contains("none of the", "models.reflection"));
    }

    @Test
    void provider_thatComesBack_letsTheStudyFinishAsIfNothingHadHappened() {
        var input = input(Words.program(), 2);
        var whole = Words.study(input, Words::run);
        var expected = whole.run(optimizer());
        var gone =
                new Outcome(
                        null, null, List.of(), Usage.NONE, new Failure(Blame.PROVIDER, "refused"));
        var left = new AtomicLong(70);
        var first = Words.study(input, job -> left.getAndDecrement() > 0 ? Words.run(job) : gone);
        assertThat(first.run(optimizer()).failed()).isTrue();

        var again = Words.replay(input, Words::run, RecordedStudy.lasting(first.records()));
        var result = again.run(optimizer());

        assertThat(result.toJson()).isEqualTo(expected.toJson());
        assertThat(result.learned()).isEqualTo(expected.learned());
        assertThat(again.jobsRun()).isEqualTo(whole.jobsRun() - 70);
    }

    /** A provider that fails now and then says nothing about a candidate. */
    @Test
    void provider_thatFailsSometimes_spoilsNoProposal() {
        var count = new AtomicLong();
        var gone = gone("connection refused");
        var shown = ConcurrentHashMap.<String>newKeySet();
        var study =
                Words.replay(
                        input(Words.program(), 2),
                        job -> {
                            if (!job.scored()) shown.add(job.example().fields().toString());
                            return job.scored() && count.incrementAndGet() % 50 == 0
                                    ? gone
                                    : Words.run(job);
                        },
                        Map.of());
        var result = study.run(optimizer());

        assertThat(shown).noneMatch(evidence -> evidence.contains("connection refused"));
        assertThat(Words.after(result)).isGreaterThanOrEqualTo(Words.before(result));
    }

    @Test
    void rows_thatAreEqual_endTheSearchAsAnyOthersDo() {
        var full = input(Words.program(), 3);
        var rows = new ArrayList<>(Words.examples("validation", 60));
        rows.set(7, rows.get(3));
        rows.set(41, rows.get(3));
        var input =
                new StudyInput(
                        full.program(),
                        full.training(),
                        rows,
                        full.test(),
                        full.seed(),
                        Words.metricCalls(700),
                        full.prices(),
                        full.surroundings());
        var result =
                assertTimeoutPreemptively(
                        Duration.ofMinutes(5),
                        () -> Words.study(input, Words::run).run(optimizer()));

        assertThat(result.failed()).isFalse();
    }

    @Test
    void training_withoutExamples_failsWithASentence() {
        var full = input(Words.program(), 2);
        var input =
                new StudyInput(
                        full.program(),
                        List.of(),
                        full.validation(),
                        full.test(),
                        full.seed(),
                        full.limits(),
                        full.prices(),
                        full.surroundings());
        var study = Words.study(input, Words::run);

        assertThatThrownBy(() -> optimizer().optimize(input.program(), study))
                .isInstanceOf(NotEnoughExamples.class)
                .hasMessageContaining("no training examples");
    }
}
