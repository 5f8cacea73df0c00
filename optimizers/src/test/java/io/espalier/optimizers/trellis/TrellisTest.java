package io.espalier.optimizers.trellis;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.OptimizerContract;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.trellis.Trellis.Effort;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.program.Demo;
import org.junit.jupiter.api.Test;

final class TrellisTest extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
        return new Trellis(Effort.MEDIUM, 4, 3, 8);
    }

    @Test
    void search_ofOnePredictor_findsTheGoodInstructionAndDemosOfItsRuns() {
        var study = Words.study(Words.input(Words.program(), Budget.Limits.NONE, 5), Words::run);
        var result = study.run(optimizer());

        var learned = result.learned().of("sort");
        assertThat(learned.instruction()).isEqualTo(Words.GOOD);
        assertThat(learned.demos()).hasSizeGreaterThanOrEqualTo(3).allMatch(Demo::augmented);
        assertThat(Words.after(result)).isGreaterThan(Words.before(result) + 0.5);
    }

    @Test
    void candidates_all_areReportedWithTheirOriginAndScores() {
        var study = Words.study(Words.input(Words.twoSteps(), Budget.Limits.NONE, 1), Words::run);
        study.run(optimizer());

        var labels = study.candidates().stream().map(c -> c.label()).toList();
        assertThat(labels).contains("draft 1", "covering 1", "winner");
        assertThat(study.candidates())
                .allSatisfy(c -> {
                    assertThat(c.parents()).isNotEmpty();
                    assertThat(c.rationale()).isNotBlank();
                });
    }

    @Test
    void effort_light_spendsLess() {
        long light = spent(new Trellis(Effort.LIGHT, 4, 3, 8));
        long medium = spent(optimizer());

        assertThat(light).isLessThan(medium);
    }

    private static long spent(Optimizer optimizer) {
        return Words.study(Words.input(Words.program(), Budget.Limits.NONE, 1), Words::run)
                .run(optimizer)
                .spent()
                .metricCalls();
    }

    @Test
    void program_thatIsNeverWrong_isNotReflectedOn() {
        var input = Words.input(Words.program(), Budget.Limits.NONE, 1);
        var study =
                Words.study(
                        input,
                        job -> {
                            assertThat(job.role()).isEqualTo(Job.Role.TASK);
                            return Words.right(job);
                        });
        var result = study.run(optimizer());

        assertThat(Words.after(result)).isEqualTo(1);
    }
}
