package io.espalier.optimizers.trellis;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.OptimizerContract;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.study.StudyInput;
import io.espalier.optimizers.trellis.Trellis.Effort;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.ProgramState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrellisTest extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
        return new Trellis(Effort.MEDIUM, 4, 3, 8);
    }

    @Test
    void search_ofOnePredictor_findsTheGoodInstructionAndDemosOfItsRuns() {
        var study = Words.study(Words.input(Words.program(), Budget.Limits.NONE, 6), Words::run);
        var result = study.run(optimizer());

        var learned = result.learned().of("sort");
        assertThat(learned.instruction()).isEqualTo(Words.GOOD);
        assertThat(learned.demos()).hasSizeGreaterThanOrEqualTo(3).allMatch(Demo::augmented);
        assertThat(Words.after(result)).isGreaterThan(Words.before(result) + 0.5);
    }

    @Test
    void candidates_all_areReportedWithTheirOriginAndScores() {
        var study = Words.study(Words.input(Words.twoSteps(), Budget.Limits.NONE, 1), Words::run);
        var result = study.run(optimizer());

        var labels = study.candidates().stream().map(c -> c.label()).toList();
        assertThat(labels).contains("draft 1", "covering 1").doesNotHaveDuplicates();
        assertThat(study.candidates().stream().map(c -> c.state())).doesNotHaveDuplicates();
        assertThat(study.candidates())
                .filteredOn(c -> c.state().equals(result.learned()))
                .singleElement()
                .satisfies(c -> assertThat(c.validation()).isNotNull());
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

    @ParameterizedTest
    @CsvSource({"40,100", "100,130", "100,230", "300,400", "300,1000"})
    void budget_thatCoversAWinner_isNeverSpentOnItsRivals(int validation, int searching) {
        int found = 0;
        for (long seed = 1; seed <= 5; seed++) {
            var study = Words.study(input(validation, searching, seed), Words::run);
            var learned = study.run(optimizer()).learned();
            if (learned.equals(ProgramState.EMPTY)) continue;
            found++;
            assertThat(study.candidates())
                    .anyMatch(c -> c.state().equals(learned) && c.validation() != null);
        }
        // Thirty calls beside the scorings find something in some of the studies only.
        assertThat(found).isPositive();
    }

    private static StudyInput input(int validation, int searching, long seed) {
        var small = Words.input(Words.program(), Budget.Limits.NONE, seed);
        return new StudyInput(
                small.program(),
                small.training(),
                Words.examples("validation", validation),
                List.of(),
                seed,
                Words.metricCalls(validation + searching),
                small.prices(),
                small.surroundings());
    }
}
