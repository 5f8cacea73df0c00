package io.espalier.optimizers.together;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.CountingStudy;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.OptimizerContract;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.fewshot.BootstrapFewShot;
import io.espalier.optimizers.fewshot.BootstrapSettings;
import io.espalier.optimizers.propose.ProgramOutline;
import io.espalier.optimizers.rules.InferRules;
import io.espalier.optimizers.rules.RulesSettings;
import io.espalier.optimizers.study.StudyResult;
import io.espalier.optimizers.together.BetterTogether.Prompting;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.model.Sampling;
import io.espalier.signatures.program.PredictorState;
import io.espalier.signatures.program.ProgramState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BetterTogetherTest extends OptimizerContract {
    private static final Prompting RULES =
            new Prompting(
                    "rules",
                    new InferRules(
                            new RulesSettings(4, 10, 1, RulesSettings.DEFAULT.demos()), false));
    private static final Prompting DEMOS =
            new Prompting("demos", new BootstrapFewShot(BootstrapSettings.DEFAULT));

    /** Writes the good instruction, whatever the start. */
    private static final Prompting GOOD =
            new Prompting(
                    "good",
                    (program, study) -> told(program.predictors().getFirst().path(), Words.GOOD));

    private static final Prompting BAD =
            new Prompting(
                    "bad",
                    (program, study) -> told(program.predictors().getFirst().path(), Words.BAD));

    @Override
    protected Optimizer optimizer() {
        return together("p -> w -> p", RULES, DEMOS, BetterTogetherTest::train);
    }

    private static BetterTogether together(
            String strategy, Prompting first, Prompting then, @Nullable WeightPhase weights) {
        return new BetterTogether(Strategy.parse(strategy), first, then, weights);
    }

    private static ProgramState told(String path, String text) {
        return ProgramState.EMPTY.change(path, p -> p.withInstruction(text));
    }

    /** Takes its data from runs under the prompts, as a real one does. */
    private static ProgramState train(Study study, ProgramState from) {
        study.run(
                study.training().stream()
                        .map((Example e) -> Job.evaluate(study.program(), from, e))
                        .toList());
        var state = from;
        for (var predictor : study.program().predictors()) {
            state = state.change(predictor.path(), BetterTogetherTest::trained);
        }
        return state;
    }

    private static PredictorState trained(PredictorState state) {
        var described = new LinkedHashMap<>(Map.of(Words.TRAINED, "on 30 runs"));
        return new PredictorState(null, List.of(), described, Sampling.UNSET).over(state);
    }

    private static StudyResult run(Optimizer optimizer) {
        return Words.study(Words.input(Words.program(), Budget.Limits.NONE, 1), Words::run)
                .run(optimizer);
    }

    @Test
    void phases_ofPromptsAndWeights_allEndUpInTheResult() {
        var result = run(together("p -> w -> p", GOOD, DEMOS, BetterTogetherTest::train));
        var state = result.learned().of("sort");

        assertThat(state.instruction()).isEqualTo(Words.GOOD);
        assertThat(state.descriptions()).containsKey(Words.TRAINED);
        assertThat(state.demos()).isNotEmpty();
        assertThat(Words.after(result)).isGreaterThan(0.9);
        assertThat(result.notes())
                .anyMatch(n ->
                        n.startsWith("better-together: phase 1 (good) ")
                                && n.contains("phase 2 (weights) ")
                                && n.contains("phase 3 (demos) "));
    }

    @Test
    void laterPhase_sees_theInstructionOfTheFormerAsTheAuthors() {
        var seen = new StringBuilder();
        var looks =
                new Prompting(
                        "looks",
                        (program, study) -> {
                            var predictor = program.predictors().getFirst();
                            seen.append(ProgramOutline.instruction(predictor, ProgramState.EMPTY));
                            return ProgramState.EMPTY;
                        });
        run(together("p -> p", GOOD, looks, null));

        assertThat(seen).hasToString(Words.GOOD);
    }

    @Test
    void laterPhase_thatDoesHarm_leavesWhatWasFound() {
        var result = run(together("p -> p -> p", GOOD, BAD, null));

        assertThat(result.learned()).isEqualTo(told("sort", Words.GOOD));
    }

    @Test
    void results_ofAnEarlierPhase_costNothingLater() {
        var study =
                new CountingStudy(
                        Words.study(
                                Words.input(Words.program(), Budget.Limits.NONE, 1), Words::run));
        together("p -> p", GOOD, GOOD, null).optimize(study.program(), study);

        assertThat(study.budget().spent().metricCalls()).isEqualTo(2 * 40);
    }

    @Test
    void budget_ofTwoPhases_isSharedEqually() {
        var spent = new LinkedHashMap<String, Long>();
        var greedy =
                new Prompting(
                        "greedy",
                        (program, study) -> {
                            var name = "phase " + (spent.size() + 1);
                            spent.put(name, requireNonNull(study.budget().limits().metricCalls()));
                            int way = 0;
                            while (true) {
                                var state = told("sort", name + ", way " + way++);
                                study.evaluate(state, study.validation());
                            }
                        });
        var input = Words.input(Words.program(), Words.metricCalls(440), 1);
        var result = Words.study(input, Words::run).run(together("p -> p", greedy, greedy, null));

        // 40 for the program as it is; then 200, of which 200 are spent; then the rest.
        assertThat(spent).containsExactly(Map.entry("phase 1", 240L), Map.entry("phase 2", 440L));
        assertThat(result.spent().metricCalls()).isLessThanOrEqualTo(440);
        assertThat(result.failed()).isFalse();
        assertThat(result.notes()).anyMatch(n -> n.contains("a phase ended with its share"));
    }

    @Test
    void strategy_withWeightsAndNobodyToTrain_isRefused() {
        assertThatThrownBy(() -> together("p -> w -> p", GOOD, DEMOS, null))
                .hasMessageContaining("nothing here trains weights")
                .hasMessageContaining("'p -> p'");
    }

    @Test
    void strategies_thatAreNone_areRefused() {
        for (var text : new String[] {"", "p -> x", "p > w", "p ->", "pw"}) {
            assertThatThrownBy(() -> Strategy.parse(text))
                    .as(text)
                    .hasMessageContaining("such as 'p -> w -> p'");
        }
        assertThat(Strategy.parse("p->w -> p")).hasToString("p -> w -> p");
    }
}
