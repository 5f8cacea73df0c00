package io.espalier.optimizers.study;

import static io.espalier.optimizers.study.Searches.GOOD;
import static io.espalier.optimizers.study.Searches.number;
import static io.espalier.optimizers.study.Searches.report;
import static io.espalier.optimizers.study.Searches.returning;
import static io.espalier.optimizers.study.Searches.study;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.StudyStopped;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.study.StudyResult.Ending;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Failure;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Metrics and models that fail, or whose answers cannot be used. */
final class StudyFailuresTest {
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
    void answers_neverUsable_areToldBeforeTheSearch() {
        var heard = Collections.synchronizedList(new ArrayList<String>());
        StudyListener listener =
                new StudyListener() {
                    @Override
                    public void note(String text) {
                        heard.add(text);
                    }
                };
        var input = Words.input(Words.program(), Budget.Limits.NONE, 1);
        new InMemoryStudy(input, Words::unreadable, 4, Map.of(), listener)
                .run((program, study) -> {
                    assertThat(heard)
                            .singleElement()
                            .asString()
                            .startsWith("no answer of the unoptimized program could be used")
                            .contains("no field 'kind'");
                    return ProgramState.EMPTY;
                });
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
        var result = study(Budget.Limits.NONE, StudyFailuresTest::unscored).run(returning(GOOD));

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
        var result = Words.study(input, StudyFailuresTest::unscored).run(returning(GOOD));

        assertThat(result.failed()).isTrue();
        assertThat(result.reason()).contains("no number 'score'").contains("resume");
        assertThat(result.validation()).isNull();
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
    void search_thatFailsWithNothingFound_hasAScoreBeforeOnly() {
        var result =
                study(Budget.Limits.NONE, Words::run)
                        .run((program, s) -> {
                            throw new StudyStopped("the endpoint is gone");
                        });

        assertThat(requireNonNull(result.validation()).after()).isNull();
        assertThat(result.validation().examples()).isEqualTo(40);
    }
}
