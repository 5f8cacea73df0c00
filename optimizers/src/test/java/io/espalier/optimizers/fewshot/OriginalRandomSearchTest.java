package io.espalier.optimizers.fewshot;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.OptimizerContract;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.study.InMemoryStudy;
import io.espalier.optimizers.study.StudyResult.Ending;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code parity: dspy}: candidates and counts of the original. */
final class OriginalRandomSearchTest extends OptimizerContract {
    private static final Instructions TEXTS =
            Instructions.of(List.of(Words.BAD, "Hm.", Words.GOOD, "Well."));

    @Override
    protected Optimizer optimizer() {
        return search(null, Instructions.NONE);
    }

    private static Optimizer search(@Nullable Double stopAtScore, Instructions instructions) {
        return new BootstrapRandomSearch(
                16, BootstrapSettings.DEFAULT, stopAtScore, instructions, true);
    }

    private static InMemoryStudy study(ProgramDefinition program, Budget.Limits limits) {
        return Words.study(Words.input(program, limits, 1), Words::run);
    }

    /** DSPy's count: seeds -3 to 15, each on the whole validation set. */
    @Test
    void candidates_byDefault_areNineteenScoredOnAllOfValidation() {
        var study = study(Words.program(), Budget.Limits.NONE);
        var result = study.run(optimizer());

        assertThat(study.candidates()).hasSize(19);
        assertThat(study.candidates())
                .allSatisfy(c -> assertThat(requireNonNull(c.validation()).outcomes()).hasSize(40));
        assertThat(study.candidates().stream().map(Candidate::label))
                .startsWith("zero-shot", "labelled", "unshuffled", "seed 0", "seed 1")
                .endsWith("seed 15");
        assertThat(Words.after(result)).isGreaterThan(Words.before(result));
    }

    /** 19 scorings, of which equal states are one, and between 4 and 30 runs for 17 bootstraps. */
    @Test
    void metricCalls_withoutInstructions_areScoringsAndBootstraps() {
        var study = study(Words.program(), Budget.Limits.NONE);
        var result = study.run(optimizer());

        var states = study.candidates().stream().map(Candidate::state).distinct().count();
        var bootstraps = result.spent().metricCalls() - states * 40;
        assertThat(states).isEqualTo(19);
        assertThat(bootstraps).isBetween(17L, 17L * 30);
    }

    /**
     * With a model that is always right, DSPy makes exactly 19 |val| metric calls for scorings, and
     * for each bootstrap as many as it wants demos: 4 for the unshuffled one.
     */
    @Test
    void metricCalls_ofAModelThatIsAlwaysRight_areDspysCount() {
        var input = Words.input(Words.program(), Budget.Limits.NONE, 1);
        var study = Words.study(input, Words::right);
        optimizer().optimize(study.program(), study);

        var wanted =
                study.candidates().stream()
                        .map(c -> c.state().of("sort").demos().stream().filter(Demo::augmented))
                        .mapToLong(demos -> demos.count())
                        .sum();
        assertThat(wanted).isBetween(4 + 16L, 4 + 64L);
        assertThat(study.budget().spent().metricCalls()).isEqualTo(19 * 40 + wanted);
    }

    @Test
    void seeds_bootstrap_oneToFourTracesInDifferentOrders() {
        var study = study(Words.program(), Budget.Limits.NONE);
        study.run(optimizer());

        var sizes =
                study.candidates().stream()
                        .filter(c -> c.label().startsWith("seed"))
                        .map(c -> c.state().of("sort").demos().stream().filter(d -> d.augmented()))
                        .map(demos -> demos.count())
                        .distinct();
        assertThat(sizes).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    }

    @Test
    void instructions_amongWhichOneIsGood_areFoundTogetherWithDemos() {
        var study = study(Words.program(), Budget.Limits.NONE);
        var result = study.run(search(null, TEXTS));

        assertThat(result.learned().of("sort").instruction()).isEqualTo(Words.GOOD);
        assertThat(result.learned().of("sort").demos()).isNotEmpty();
        assertThat(study.candidates()).hasSize(19 + 2 * 4 + 3);
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
                .contains("instruction 2 for hint, zero-shot", "instruction 1 for sort, labelled");
    }

    @Test
    void score_toStopAt_endsTheSearchAsConverged() {
        var whole = study(Words.program(), Budget.Limits.NONE);
        whole.run(optimizer());
        var target = whole.candidates().get(5).score();
        var expected =
                whole.candidates().stream()
                        .filter(c -> c.score() >= target)
                        .findFirst()
                        .orElseThrow();

        var study = study(Words.program(), Budget.Limits.NONE);
        var result = study.run(search(target, Instructions.NONE));

        assertThat(result.ending()).isEqualTo(Ending.CONVERGED);
        assertThat(study.candidates().getLast().state()).isEqualTo(expected.state());
        assertThat(result.spent().metricCalls()).isLessThan(whole.budget().spent().metricCalls());
    }

    /** Running ahead changes nothing: the candidates of a short budget are the first of a long. */
    @Test
    void budget_endingInMidSearch_leavesTheFirstCandidatesOfTheWholeSearch() {
        var whole = study(Words.program(), Budget.Limits.NONE);
        whole.run(optimizer());
        for (long calls : List.of(120, 300, 500)) {
            var study = study(Words.program(), Words.metricCalls(calls));
            var result = study.run(optimizer());

            int reached = study.candidates().size();
            assertThat(result.ending()).isEqualTo(Ending.BUDGET);
            assertThat(study.candidates()).isEqualTo(whole.candidates().subList(0, reached));
            assertThat(reached).isGreaterThanOrEqualTo((int) (calls / 70));
        }
    }

    /** A change of this hash is a change of every user's results: say so in the changelog. */
    @Test
    void learned_fromSeedOne_isTheGoldenState() {
        var result = study(Words.program(), Budget.Limits.NONE).run(optimizer());

        assertThat(result.learned()).isNotEqualTo(ProgramState.EMPTY);
        assertThat(result.learned().hash()).startsWith("8a92cdee5acc7183");
    }
}
