package io.espalier.optimizers.gepa;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.gepa.GepaSettings.Proposing;
import io.espalier.optimizers.gepa.GepaSettings.Spending;
import io.espalier.optimizers.study.InMemoryStudy;
import io.espalier.optimizers.study.Prices;
import io.espalier.optimizers.study.StudyInput;
import io.espalier.optimizers.study.StudyListener;
import io.espalier.optimizers.study.StudyResult.Ending;
import io.espalier.optimizers.study.Surroundings;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Failure;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong in the original, or could, and must not here. */
final class GepaFaultsTest {
    private static final Optimizer GEPA = new Gepa(GepaSettings.DEFAULT);

    private static Optimizer gepa(int metricCalls) {
        return new Gepa(
                new GepaSettings(
                        new Spending(null, metricCalls),
                        GepaSettings.DEFAULT.proposing(),
                        GepaSettings.DEFAULT.selecting(),
                        false));
    }

    private static InMemoryStudy words(
            Budget.Limits limits, long seed, Function<Job, Outcome> run) {
        return Words.study(Words.input(Words.program(), limits, seed), run);
    }

    /** The training examples of the first minibatch. */
    private static Set<String> firstMinibatch(long seed) {
        var asked = new ConcurrentLinkedQueue<String>();
        var study =
                words(
                        Words.metricCalls(48),
                        seed,
                        job -> {
                            var word = job.scored() ? job.example().fields().text("word") : "";
                            if (word.startsWith("train")) asked.add(word);
                            return Words.run(job);
                        });
        study.run(new Gepa(GepaSettings.DSPY));
        return Set.copyOf(asked);
    }

    @Test
    void seed_ofZero_isASeedLikeAnyOther() {
        assertThat(firstMinibatch(0)).isEqualTo(firstMinibatch(0));
        assertThat(List.of(firstMinibatch(9), firstMinibatch(1)))
                .allMatch(other -> !other.equals(firstMinibatch(0)));
    }

    /** In Python an object with a score of 0 and feedback is true, and so a success. */
    @Test
    void score_ofZeroWithFeedback_isNoSuccess() {
        var states = new ConcurrentLinkedQueue<ProgramState>();
        var study =
                words(
                        Budget.Limits.NONE,
                        1,
                        job -> {
                            states.add(job.state());
                            var outcome = Words.run(job);
                            if (!job.scored()) return outcome;
                            return new Outcome(
                                    outcome.prediction(),
                                    Score.of(0, "The kind is wrong."),
                                    outcome.trace(),
                                    outcome.usage(),
                                    null);
                        });
        var result = study.run(GEPA);

        assertThat(states).allMatch(state -> state.of("sort").demos().isEmpty());
        assertThat(study.candidates()).hasSize(1);
        assertThat(result.learned()).isEqualTo(ProgramState.EMPTY);
    }

    /** Failures that say nothing about the candidate are left out on both sides. */
    @Test
    void run_thatItsProviderFailed_decidesNothing() {
        var lost =
                new Outcome(
                        null,
                        null,
                        List.of(),
                        Usage.NONE,
                        new Failure(Blame.PROVIDER, "connection reset"));
        var right = new Outcome(null, Score.of(1), List.of(), Usage.NONE, null);
        var wrong = new Outcome(null, Score.of(0), List.of(), Usage.NONE, null);
        var examples = Levels.examples(3);
        var parent = new Evaluation(ProgramState.EMPTY, examples, List.of(right, lost, wrong));
        var child = new Evaluation(ProgramState.EMPTY, examples, List.of(lost, right, wrong));

        assertThat(Acceptance.gain(child, parent)).isZero();
        assertThat(Acceptance.STRICT.accepts(0)).isFalse();
        assertThat(Acceptance.EQUAL.accepts(0)).isTrue();
    }

    /** The original logs an error within a round and goes on with the next. */
    @Test
    void provider_failingInMidSearch_failsTheStudyInsteadOfScoringZero() {
        var jobs = new AtomicInteger();
        var gone =
                new Outcome(
                        null, null, List.of(), Usage.NONE, new Failure(Blame.PROVIDER, "refused"));
        var study =
                words(
                        Budget.Limits.NONE,
                        1,
                        job -> jobs.incrementAndGet() < 100 ? Words.run(job) : gone);
        var result = study.run(GEPA);

        assertThat(result.ending()).isEqualTo(Ending.FAILED);
        assertThat(result.reason()).contains("refused");
    }

    /** The original looks for a predictor's runs by its signature. */
    @Test
    void predictors_ofOneSignature_seeOnlyTheirOwnRuns() {
        var shown = new ConcurrentLinkedQueue<String>();
        var run = Levels.runner((place, levels) -> place % 2 * 0.5, now -> "level 1");
        var input = Levels.input(2, 20, 10, Budget.Limits.NONE, 1);
        var study =
                new InMemoryStudy(
                        input,
                        job -> {
                            if (!job.scored()) {
                                var evidence = job.example().fields();
                                var module = evidence.text("module");
                                var mine = module.contains("`one`") ? "one" : "other";
                                var text = evidence.text("examples");
                                shown.add(mine);
                                assertThat(text).contains("said by " + mine);
                                assertThat(text)
                                        .doesNotContain(
                                                "said by "
                                                        + (mine.equals("one") ? "other" : "one"));
                            }
                            return run.apply(job);
                        });
        study.run(gepa(200));

        assertThat(shown).contains("one", "other");
    }

    /** Checked before each step, not after: what is left over has no room for another round. */
    @ParameterizedTest
    @ValueSource(longs = {104, 105, 131, 160, 200, 233, 250, 301, 380, 450})
    void budget_anywhere_isNeverPassedAndLeavesNoRoomForARound(long most) {
        // Every child is better, so that every round ends with a full evaluation.
        var study =
                Levels.study(
                        Levels.input(1, 30, 40, Words.metricCalls(most), 3),
                        (place, levels) -> Math.min(0.9, levels.getFirst() / 100.0));
        var result = study.run(GEPA);

        assertThat(result.ending()).isEqualTo(Ending.DONE);
        assertThat(result.spent().metricCalls()).isBetween(most - (40 + 2 * 12) + 1, most);
        assertThat(study.candidates()).hasSizeGreaterThan(1);
        assertThat(study.candidates())
                .allSatisfy(c -> assertThat(requireNonNull(c.validation()).outcomes()).hasSize(40));
    }

    @Test
    void limits_ofSearchAndStudy_theSmallestCounts() {
        var study = words(Words.metricCalls(400), 1, Words::run);
        assertThat(study.run(gepa(150)).spent().metricCalls()).isLessThanOrEqualTo(150);

        var light =
                new Gepa(
                        new GepaSettings(
                                new Spending(Effort.HEAVY, 170),
                                Proposing.DEFAULT,
                                GepaSettings.DEFAULT.selecting(),
                                false));
        var own = words(Budget.Limits.NONE, 1, Words::run).run(light);
        assertThat(own.spent().metricCalls()).isLessThanOrEqualTo(170);
        assertThat(own.ending()).isEqualTo(Ending.DONE);
    }

    @Test
    void proposal_thatChangesNothing_isNotRun() {
        var run = Levels.runner((place, levels) -> 0, now -> now);
        var study = new InMemoryStudy(Levels.input(1, 20, 10, Budget.Limits.NONE, 1), run);
        var result = study.run(GEPA);

        // Each training example once, ten of them for validation too, with the only state.
        assertThat(result.spent().metricCalls()).isEqualTo(20);
        assertThat(study.candidates()).hasSize(1);
        assertThat(result.ending()).isEqualTo(Ending.DONE);
    }

    @Test
    void proposals_thatAreTheSame_areRunOnce() {
        var states = new ConcurrentLinkedQueue<Job>();
        var run =
                Levels.runner(
                        (place, levels) -> Math.min(0.9, levels.getFirst() / 10.0),
                        now -> "level " + (Levels.level(now) + 1));
        var study =
                new InMemoryStudy(
                        Levels.input(1, 20, 10, Budget.Limits.NONE, 1),
                        job -> {
                            if (job.scored()) states.add(job);
                            return run.apply(job);
                        });
        study.run(gepa(120));

        assertThat(states).doesNotHaveDuplicates();
        assertThat(study.candidates().stream().map(c -> c.state()))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(2);
    }

    /** Their own examples would be a free point for whoever shows them. */
    @Test
    void demos_ofACandidate_areNeverOnItsMinibatchNorFromValidation() {
        var study =
                words(
                        Budget.Limits.NONE,
                        4,
                        job -> {
                            if (job.scored()) {
                                var word = job.example().fields().text("word");
                                var demos = job.state().of("sort").demos();
                                assertThat(demos)
                                        .noneMatch(d -> d.values().text("word").equals(word))
                                        .allMatch(d -> d.values().text("word").startsWith("train"));
                            }
                            return Words.run(job);
                        });
        study.run(GEPA);

        assertThat(study.candidates()).anyMatch(c -> !c.state().of("sort").demos().isEmpty());
    }

    @Test
    void candidates_inTheHistory_sayWhatTheyWereMadeFromAndWhy() {
        var study = words(Budget.Limits.NONE, 1, Words::run);
        study.run(GEPA);

        var labels = study.candidates().stream().map(c -> c.label()).collect(Collectors.toSet());
        assertThat(labels).hasSameSizeAs(study.candidates());
        assertThat(study.candidates().stream().skip(1))
                .isNotEmpty()
                .allSatisfy(c -> {
                    assertThat(labels).containsAll(c.parents());
                    assertThat(c.parents()).isNotEmpty();
                    assertThat(c.rationale()).containsAnyOf("instruction", "demos", "joins");
                });
    }

    @Test
    void child_clearlyWorseThanTheBest_isDroppedBeforeItsWholeEvaluation() {
        // On training examples every level is better; on validation only the first two are.
        var seen = new ConcurrentLinkedQueue<Job>();
        var training = Set.copyOf(Levels.examples(80).subList(60, 80));
        var run =
                Levels.runner(
                        (place, levels) -> {
                            int level = levels.getFirst();
                            if (place >= 60) return Math.min(0.9, level / 10.0);
                            return level <= 2 ? level / 2.0 * 0.8 : 0;
                        },
                        now -> "level " + (Levels.level(now) + 1));
        var study =
                new InMemoryStudy(
                        input(Levels.examples(80), 60, Budget.Limits.NONE),
                        job -> {
                            if (job.scored() && !training.contains(job.example())) seen.add(job);
                            return run.apply(job);
                        });
        study.run(gepa(400));

        var third = Levels.state(3);
        assertThat(study.candidates().stream().map(c -> c.state())).doesNotContain(third);
        assertThat(seen.stream().filter(job -> job.state().equals(third)).count()).isEqualTo(30);
    }

    @Test
    void budget_withoutRoomForARound_saysSo() {
        var notes = new ArrayList<String>();
        var study =
                new InMemoryStudy(
                        Words.input(Words.program(), Words.metricCalls(50), 1),
                        Words::run,
                        4,
                        Map.of(),
                        new StudyListener() {
                            @Override
                            public void note(String text) {
                                notes.add(text);
                            }
                        });
        study.run(GEPA);

        assertThat(notes).anyMatch(note -> note.contains("10 metric calls were left"));
    }

    /** What is too little for a full evaluation still tells the best two apart. */
    @Test
    void leaders_thatValidationCannotTellApart_areComparedOnFreshTrainingExamples() {
        // All levels score the same on validation; on other examples the later ones score more.
        var run =
                Levels.runner(
                        (place, levels) ->
                                place < 10 ? 0.5 : Math.min(0.9, 0.1 + levels.getFirst() * 0.1),
                        now -> "level " + (Levels.level(now) + 1));
        var study = new InMemoryStudy(input(Levels.examples(70), 10, Words.metricCalls(71)), run);
        var result = study.run(GEPA);

        assertThat(study.candidates().stream().map(Candidate::score)).containsOnly(0.5);
        assertThat(study.candidates()).hasSizeGreaterThan(1);
        assertThat(result.spent().metricCalls()).isBetween(70L, 71L);
    }

    /** The first {@code validation} examples are for that, the others for training. */
    private static StudyInput input(List<Example> all, int validation, Budget.Limits limits) {
        return new StudyInput(
                Levels.program(1),
                all.subList(validation, all.size()),
                all.subList(0, validation),
                List.of(),
                2,
                limits,
                Prices.FREE,
                Surroundings.fixed("levels"));
    }
}
