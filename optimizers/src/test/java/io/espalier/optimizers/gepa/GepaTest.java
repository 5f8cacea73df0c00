package io.espalier.optimizers.gepa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.OptimizerContract;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.gepa.GepaSettings.Keep;
import io.espalier.optimizers.gepa.GepaSettings.Parents;
import io.espalier.optimizers.gepa.GepaSettings.Proposing;
import io.espalier.optimizers.gepa.GepaSettings.Selecting;
import io.espalier.optimizers.gepa.GepaSettings.Spending;
import io.espalier.optimizers.study.InMemoryStudy;
import io.espalier.optimizers.study.StudyResult.Ending;
import io.espalier.signatures.program.ProgramState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GepaTest extends OptimizerContract {

    @Override
    protected Optimizer optimizer() {
        return new Gepa(GepaSettings.DEFAULT);
    }

    @Test
    void learned_onWords_isTheGoodInstruction() {
        var study = Words.study(Words.input(Words.program(), Budget.Limits.NONE, 1), Words::run);
        var result = study.run(optimizer());

        assertThat(result.learned().of("sort").instruction()).isEqualTo(Words.GOOD);
        assertThat(Words.after(result)).isGreaterThan(Words.before(result));
    }

    /** Both predictors must be told: alone neither change shows. */
    @Test
    void learned_whereTwoPredictorsMustChangeTogether_isFoundByTheirUnion() {
        var run =
                Levels.runner(
                        (place, levels) -> levels.contains(0) ? 0 : 0.8,
                        now -> "level " + (Levels.level(now) + 1));
        var study = new InMemoryStudy(Levels.input(2, 20, 20, Words.metricCalls(100), 1), run);
        var result = study.run(optimizer());

        assertThat(Levels.levels(study.program(), result.learned())).doesNotContain(0);
        assertThat(Words.after(result)).isCloseTo(0.8, within(1e-9));
    }

    @Test
    void search_thatIsRightEverywhere_endsAsConverged() {
        var run =
                Levels.runner(
                        (place, levels) -> levels.getFirst() > 1 ? 1 : 0.5 * levels.getFirst(),
                        now -> "level " + (Levels.level(now) + 1));
        var study = new InMemoryStudy(Levels.input(1, 20, 10, Budget.Limits.NONE, 1), run);
        var result = study.run(optimizer());

        assertThat(result.ending()).isEqualTo(Ending.CONVERGED);
        assertThat(result.learned()).isEqualTo(Levels.state(2));
    }

    @ParameterizedTest
    @EnumSource(ParentChoice.class)
    void parents_chosenInEveryWay_leadToABetterProgram(ParentChoice choice) {
        var selecting =
                new Selecting(FrontierKind.INSTANCE, choice, Acceptance.STRICT, Keep.ALL, false, 5);
        betters(Proposing.DEFAULT, selecting);
    }

    @ParameterizedTest
    @EnumSource(FrontierKind.class)
    void fronts_ofEveryKind_leadToABetterProgram(FrontierKind kind) {
        var selecting =
                new Selecting(kind, ParentChoice.PARETO, Acceptance.EQUAL, Keep.BEST, true, 0);
        betters(Proposing.DEFAULT, selecting);
    }

    @ParameterizedTest
    @EnumSource(Parents.class)
    void proposals_ofSeveralParents_leadToABetterProgram(Parents parents) {
        var proposing = new Proposing(5, 3, parents, 2, ComponentChoice.ALL, false, 4);
        betters(proposing, Selecting.DEFAULT);
    }

    private static void betters(Proposing proposing, Selecting selecting) {
        var settings = new GepaSettings(new Spending(null, 600), proposing, selecting, false);
        for (var program : List.of(Words.program(), Words.twoSteps())) {
            var study = Words.study(Words.input(program, Budget.Limits.NONE, 6), Words::run);
            var result = study.run(new Gepa(settings));

            assertThat(result.spent().metricCalls()).isLessThanOrEqualTo(600);
            assertThat(Words.after(result)).isGreaterThan(Words.before(result));
        }
    }

    /** The round of a component belongs to the parent; a child takes over the furthest. */
    @Test
    void turns_ofPredictors_goRoundAndAreInherited() {
        var study = Words.study(Words.input(Words.twoSteps(), Budget.Limits.NONE, 1), Words::run);
        var pool = new Pool(study, FrontierKind.INSTANCE);
        var validation = study.evaluate(ProgramState.EMPTY, study.validation());
        var seed = pool.add(ProgramState.EMPTY, "", List.of(), validation);
        var predictors = study.program().predictors();
        var choice = ComponentChoice.ROUND_ROBIN;
        assertThat(choice.next(predictors, seed)).containsExactly(predictors.get(0));

        var child = pool.add(Levels.state(1), "", List.of(seed), validation);
        assertThat(choice.next(predictors, child)).containsExactly(predictors.get(1));
        assertThat(choice.next(predictors, child)).containsExactly(predictors.get(0));
        assertThat(choice.next(predictors, seed)).containsExactly(predictors.get(1));

        assertThat(ComponentChoice.ALL.next(predictors, seed)).isEqualTo(predictors);
    }
}
