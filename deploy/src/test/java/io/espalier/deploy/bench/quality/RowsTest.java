package io.espalier.deploy.bench.quality;

import static io.espalier.deploy.bench.quality.Lines.line;
import static io.espalier.deploy.bench.quality.Lines.rows;
import static io.espalier.deploy.bench.quality.Run.Side.DSPY;
import static io.espalier.deploy.bench.quality.Run.Side.ESPALIER;
import static io.espalier.deploy.bench.quality.SynthTask.ARITH;
import static io.espalier.deploy.bench.quality.SynthTask.INTENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.deploy.bench.quality.Row.Method;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTest {
    private static final Method COPRO = new Method("copro", false);

    @Test
    void difference_pairsRunsOfTheSameDraw() {
        var rows =
                rows(
                        line(ESPALIER, INTENT, 0, "copro", 60, 80),
                        line(ESPALIER, INTENT, 1, "copro", 80, 80),
                        line(ESPALIER, INTENT, 2, "copro", 10, 80),
                        line(DSPY, INTENT, 1, "copro", 76, 100),
                        line(DSPY, INTENT, 0, "copro", 58, 100));
        var difference = rows.difference(COPRO, INTENT);
        assertThat(difference.n()).isEqualTo(2);
        assertThat(difference.mean()).isCloseTo(3, within(1e-9));
        // Half the width for 2 and 4: 12.7062 * sqrt(2) / sqrt(2)
        assertThat(difference.half()).isCloseTo(12.7062, within(1e-4));
    }

    @Test
    void meanOverTasks_countsADrawOnce_andOnlyWholeDraws() {
        var rows =
                rows(
                        line(ESPALIER, INTENT, 0, "copro", 50, 1),
                        line(ESPALIER, ARITH, 0, "copro", 70, 1),
                        line(ESPALIER, INTENT, 1, "copro", 60, 1),
                        line(ESPALIER, ARITH, 1, "copro", 90, 1),
                        line(ESPALIER, INTENT, 2, "copro", 99, 1));
        var mean = rows.mean(COPRO, ESPALIER, Row::test);
        assertThat(mean.n()).isEqualTo(2);
        assertThat(mean.mean()).isCloseTo(67.5, within(1e-9));
    }

    @Test
    void callsOfDspy_weighsTasksAlike() {
        var rows =
                rows(
                        line(ESPALIER, INTENT, 0, "copro", 50, 50),
                        line(DSPY, INTENT, 0, "copro", 50, 100),
                        line(ESPALIER, ARITH, 0, "copro", 50, 1000),
                        line(DSPY, ARITH, 0, "copro", 50, 1000));
        assertThat(rows.callsOfDspy(COPRO)).isCloseTo(0.75, within(1e-9));
    }

    @Test
    void laterRun_replacesAnEarlierOneOfTheSameDraw() {
        var rows =
                rows(
                        line(ESPALIER, INTENT, 0, "copro", 50, 50),
                        line(ESPALIER, INTENT, 0, "copro", 60, 50));
        assertThat(rows.mean(COPRO, ESPALIER, INTENT, Row::test).mean()).isEqualTo(60);
    }

    @Test
    void failedRuns_areNoRows() {
        var failed = line(DSPY, INTENT, 0, "gepa", 0, 0).put("error", "no");
        assertThat(Row.of(List.of(failed))).isEmpty();
    }
}
