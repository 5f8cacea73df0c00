package io.espalier.optimizers.miprov2;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.OptimizerContract;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.miprov2.MiproSettings.Guide;
import io.espalier.optimizers.miprov2.MiproSettings.Parity;
import io.espalier.optimizers.study.InMemoryStudy;
import io.espalier.optimizers.study.StudyInput;
import io.espalier.optimizers.study.StudyResult.Ending;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MiproV2Test extends OptimizerContract {

    @Override
    protected Optimizer optimizer() {
        return new MiproV2(MiproSettings.DEFAULT);
    }

    /** A study with enough validation examples for minibatches, and all that it asked. */
    private static final class Watched {
        final ConcurrentLinkedQueue<Job> asked = new ConcurrentLinkedQueue<>();
        final InMemoryStudy study;

        Watched(ProgramDefinition program, Budget.Limits limits, long seed) {
            var few = Words.input(program, limits, seed);
            var input =
                    new StudyInput(
                            program,
                            few.training(),
                            Words.examples("validation", 80),
                            few.test(),
                            seed,
                            limits,
                            few.prices(),
                            few.surroundings());
            study = Words.study(input, this::run);
        }

        private Outcome run(Job job) {
            asked.add(job);
            return Words.run(job);
        }
    }

    @Test
    void search_findsTheGoodInstructionWithDemos() {
        var watched = new Watched(Words.program(), Budget.Limits.NONE, 1);
        var result = watched.study.run(optimizer());

        assertThat(result.learned().of("sort").instruction()).isEqualTo(Words.GOOD);
        assertThat(result.learned().of("sort").demos()).anyMatch(Demo::augmented);
        assertThat(Words.after(result)).isGreaterThan(Words.before(result) + 0.4);
    }

    @Test
    void search_ofTwoPredictors_improvesBoth() {
        var watched = new Watched(Words.twoSteps(), Budget.Limits.NONE, 1);
        var result = watched.study.run(optimizer());

        for (var predictor : List.of("hint", "sort")) {
            assertThat(result.learned().of(predictor).demos()).isNotEmpty();
        }
        assertThat(Words.after(result)).isGreaterThan(Words.before(result) + 0.15);
    }

    @Test
    void validationExamples_areNeverShownAsDemosNorToProposers() {
        var watched = new Watched(Words.program(), Budget.Limits.NONE, 4);
        watched.study.run(optimizer());

        for (var job : watched.asked) {
            if (job.role() == Job.Role.REFLECTION) {
                assertThat(job.example().fields().toString()).doesNotContain("validation");
            }
            for (var demo : job.state().of("sort").demos()) {
                assertThat(demo.values().text("word")).startsWith("train");
            }
        }
    }

    @Test
    void trainingExample_doesNotSeeItsOwnAnswer() {
        var watched = new Watched(Words.program(), Budget.Limits.NONE, 4);
        watched.study.run(optimizer());

        for (var job : watched.asked) {
            if (!job.scored()) continue;
            var word = job.example().fields().text("word");
            assertThat(job.state().of("sort").demos())
                    .noneMatch(demo -> demo.values().text("word").equals(word));
        }
    }

    /** DSPy draws new examples for every trial: their luck differs by more than the trials do. */
    @Test
    void trialsOfARound_seeTheSameExamplesInTheSameOrder() {
        var watched = new Watched(Words.program(), Budget.Limits.NONE, 2);
        watched.study.run(optimizer());

        var byState = new HashMap<ProgramState, List<Example>>();
        for (var job : watched.asked) {
            if (!job.scored() || !job.example().fields().text("word").startsWith("validation")) {
                continue;
            }
            byState.computeIfAbsent(job.state(), s -> new ArrayList<>()).add(job.example());
        }
        // Jobs of a look run in any order; all of a batch run before those of other examples.
        var batches = new HashMap<String, Set<Example>>();
        for (var candidate : watched.study.candidates()) {
            var seen = byState.get(candidate.state());
            if (seen == null) continue;
            var batch = seen.subList(0, Math.min(MiproSettings.DEFAULT.minibatch(), seen.size()));
            batches.put(candidate.label(), new HashSet<>(batch));
        }
        // The budget of a light search makes its rounds one of three trials at least.
        assertThat(oneHoldsTheOther(batches, "trial 1", "trial 2")).isTrue();
        assertThat(oneHoldsTheOther(batches, "trial 1", "trial 3")).isTrue();
        assertThat(oneHoldsTheOther(batches, "trial 4", "trial 5")).isTrue();
        assertThat(requireNonNull(batches.get("trial 1")))
                .doesNotContainAnyElementsOf(requireNonNull(batches.get("trial 4")));
    }

    /** What leaves the race early has seen the first part of what the others saw. */
    private static boolean oneHoldsTheOther(
            Map<String, Set<Example>> batches, String one, String other) {
        var mine = requireNonNull(batches.get(one));
        var theirs = requireNonNull(batches.get(other));
        return mine.containsAll(theirs) || theirs.containsAll(mine);
    }

    @Test
    void configurations_doNotRepeat() {
        var watched = new Watched(Words.program(), Words.metricCalls(2000), 3);
        watched.study.run(optimizer());

        var states = watched.study.candidates().stream().map(Candidate::state).toList();
        assertThat(states).doesNotHaveDuplicates();
    }

    @Test
    void original_isTheFirstCandidateAndScoredOnce() {
        var watched = new Watched(Words.program(), Budget.Limits.NONE, 0);
        watched.study.run(optimizer());

        var first = watched.study.candidates().getFirst();
        assertThat(first.label()).isEqualTo("original");
        assertThat(first.state()).isEqualTo(ProgramState.EMPTY);
    }

    /** DSPy takes seed 0 for none. */
    @Test
    void seeds_zeroAndNine_differ() {
        var zero = new Watched(Words.program(), Budget.Limits.NONE, 0);
        var nine = new Watched(Words.program(), Budget.Limits.NONE, 9);
        zero.study.run(optimizer());
        nine.study.run(optimizer());

        assertThat(zero.study.candidates()).isNotEqualTo(nine.study.candidates());
    }

    /** Each round is reserved, so that the last trial's full scoring is never cut off. */
    @Test
    void budget_ofMetricCalls_isUsedAndNoTrialIsCutOff() {
        for (long most : List.of(300L, 500L, 900L, 1500L)) {
            var watched = new Watched(Words.program(), Words.metricCalls(most), 5);
            var result = watched.study.run(optimizer());

            assertThat(result.ending()).isNotEqualTo(Ending.BUDGET);
            assertThat(result.spent().metricCalls()).isBetween(most - 80, most);
        }
    }

    @Test
    void candidates_scoredOnAll_comeInTheOrderOfTheData() {
        var watched = new Watched(Words.program(), Budget.Limits.NONE, 6);
        watched.study.run(optimizer());

        for (var candidate : watched.study.candidates()) {
            if (candidate.validation() == null) continue;
            assertThat(requireNonNull(candidate.validation()).examples())
                    .isEqualTo(watched.study.validation());
        }
    }

    @Test
    void proposers_thatSayNothing_leaveASearchOfDemos() {
        var few = Words.input(Words.program(), Budget.Limits.NONE, 1);
        var study =
                Words.study(
                        few,
                        job ->
                                job.role() == Job.Role.REFLECTION
                                        ? Words.unreadable(job)
                                        : Words.run(job));
        var result = study.run(optimizer());

        assertThat(result.learned().of("sort").instruction()).isNull();
        assertThat(result.learned().of("sort").demos()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TPE, suggested by what scored well",
        "RANDOM, drawn at random",
        "QUASI_RANDOM, the next of a quasi-random sequence"
    })
    void sampler_asChosen_suggestsTheTrialsThatAreNotDesigned(Guide guide, String rationale) {
        var d = MiproSettings.DEFAULT;
        var settings =
                new MiproSettings(Effort.LIGHT, 6, 20, 35, 5, 4, 4, 0.5, 1, guide, d.parity());
        var watched = new Watched(Words.program(), Budget.Limits.NONE, 1);
        watched.study.run(new MiproV2(settings));

        assertThat(watched.study.candidates())
                .filteredOn(c -> c.rationale().startsWith(rationale))
                .isNotEmpty();
    }

    @Test
    void demos_switchedOff_areInNoCandidate() {
        var settings =
                new MiproSettings(
                        Effort.LIGHT, null, null, 35, 5, 0, 0, 0.5, 1, Guide.TPE, Parity.NONE);
        var watched = new Watched(Words.program(), Budget.Limits.NONE, 1);
        var result = watched.study.run(new MiproV2(settings));

        assertThat(watched.study.candidates())
                .allSatisfy(c -> assertThat(c.state().of("sort").demos()).isEmpty());
        assertThat(result.learned().of("sort").instruction()).isNotNull();
    }

    @Test
    void validation_ofMoreThanTheEffortTakes_isSampled() {
        var study = Words.study(manyValidation(Budget.Limits.NONE), Words::run);
        var result = study.run(optimizer());

        assertThat(study.candidates())
                .filteredOn(c -> c.validation() != null && !c.label().equals(result.label()))
                .allSatisfy(
                        c -> assertThat(requireNonNull(c.validation()).examples()).hasSize(100));
        var whole = requireNonNull(study.candidates().getLast().validation());
        assertThat(whole.examples()).as("the result's, in the end").hasSize(150);
    }

    /** The result is scored on the examples that the search left out, too: kept in reserve. */
    @Test
    void budget_withASampleOfValidation_coversTheResultsScoring() {
        var study = Words.study(manyValidation(Words.metricCalls(600)), Words::run);
        var result = study.run(optimizer());

        assertThat(result.ending()).isEqualTo(Ending.DONE);
        assertThat(result.spent().metricCalls()).isBetween(450L, 600L);
    }

    private static StudyInput manyValidation(Budget.Limits limits) {
        var few = Words.input(Words.program(), limits, 1);
        return new StudyInput(
                few.program(),
                few.training(),
                Words.examples("validation", 150),
                few.test(),
                1,
                limits,
                few.prices(),
                few.surroundings());
    }

    /** The formula of the essay. */
    @Test
    void metricCalls_withoutALimit_areAtMostTheSchedules() {
        var study = Words.study(manyValidation(Budget.Limits.NONE), Words::run);
        var result = study.run(optimizer());

        assertThat(result.spent().metricCalls()).isLessThanOrEqualTo(150 + 658 + 50);
    }

    @Test
    void everyExampleRight_endsTheSearchAsConverged() {
        var study =
                Words.study(
                        Words.input(Words.program(), Budget.Limits.NONE, 1),
                        job -> job.scored() ? Words.right(job) : Words.run(job));
        var result = study.run(optimizer());

        assertThat(result.ending()).isEqualTo(Ending.CONVERGED);
        assertThat(result.spent().metricCalls()).isEqualTo(40);
    }
}
