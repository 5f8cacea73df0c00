package io.espalier.optimizers.fewshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.OptimizerContract;
import io.espalier.optimizers.Words;
import io.espalier.signatures.program.Demo;
import org.junit.jupiter.api.Test;

final class LabeledFewShotTest extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
        return new LabeledFewShot(LabeledFewShot.DEFAULT_K);
    }

    @Test
    void demos_fromExamples_areSixteenDifferentLabelsOfTheSignaturesFields() {
        var study = Words.study(Words.input(Words.program(), Budget.Limits.NONE, 1), Words::run);

        var demos = optimizer().optimize(Words.program(), study).of("sort").demos();

        assertThat(demos).hasSize(16).doesNotHaveDuplicates().noneMatch(Demo::augmented);
        assertThat(demos)
                .allSatisfy(d -> assertThat(d.values().values()).containsOnlyKeys("word", "kind"));
        assertThat(study.jobsRun()).isZero();
    }

    @Test
    void demos_ofAStepWithoutLabels_areNone() {
        var study = Words.study(Words.input(Words.twoSteps(), Budget.Limits.NONE, 1), Words::run);

        var state = optimizer().optimize(Words.twoSteps(), study);

        assertThat(state.of("hint").demos()).isEmpty();
        assertThat(state.of("sort").demos()).hasSize(16);
    }

    @Test
    void k_aboveTheExamples_takesAllOfThem() {
        var study = Words.study(Words.input(Words.program(), Budget.Limits.NONE, 1), Words::run);

        assertThat(new LabeledFewShot(99).optimize(Words.program(), study).of("sort").demos())
                .hasSize(30);
    }

    @Test
    void demos_whoseScoringTheTokensDoNotCover_areFewer() {
        var limits = new Budget.Limits(null, null, 14_000L, null, null);
        var study = Words.study(Words.input(Words.program(), limits, 1), Words::metered);

        var result = study.run(optimizer());

        int shown = result.learned().of("sort").demos().size();
        assertThat(shown).isBetween(2, 15);
        assertThat(result.notes())
                .anyMatch(note -> note.contains("shows " + shown + " of 16 demos"));
        assertThat(result.spent().tokens()).isBetween(7_000L, 14_000L);
    }
}
