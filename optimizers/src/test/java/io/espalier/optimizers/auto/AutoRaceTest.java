package io.espalier.optimizers.auto;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.OptimizerContract;
import io.espalier.optimizers.Words;
import org.junit.jupiter.api.Test;

final class AutoRaceTest extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
        return new Auto(true);
    }

    @Test
    void race_ofThree_tellsItsStandingOnceAndKeepsTheBestOfAll() {
        var study = Words.study(Words.input(Words.program(), Budget.Limits.NONE, 5), Words::run);
        var result = study.run(optimizer());

        assertThat(result.notes())
                .filteredOn(note -> note.startsWith("auto races: trellis "))
                .hasSize(1);
        assertThat(result.notes())
                .anyMatch(note -> note.matches("auto races: .*; the result is \\w+'s"));
        var best = study.candidates().stream().mapToDouble(c -> c.score()).max().orElseThrow();
        assertThat(Words.after(result)).isEqualTo(best);
        assertThat(study.candidates().stream().map(c -> c.label()))
                .anyMatch(label -> label.startsWith("gepa, round 1: "))
                .anyMatch(label -> label.startsWith("miprov2, round 1: "));
    }

    @Test
    void race_withLessThanTwoScoringsForEach_isOfFewer() {
        var input = Words.input(Words.program(), Words.metricCalls(340), 5);
        var study = Words.study(input, Words::run);
        var result = study.run(optimizer());

        assertThat(result.notes())
                .anyMatch(note ->
                        note.contains("are too few for 3 optimizers, so the budget is for"));
        assertThat(study.candidates().stream().map(c -> c.label()))
                .anyMatch(label -> label.startsWith("trellis, round 1: "))
                .noneMatch(label -> label.startsWith("miprov2, round 1: "));
    }
}
