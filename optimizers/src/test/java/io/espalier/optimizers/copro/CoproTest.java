package io.espalier.optimizers.copro;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.CountingStudy;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.OptimizerContract;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.study.InMemoryStudy;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CoproTest extends OptimizerContract {

    @Override
    protected Optimizer optimizer() {
        return new Copro(new CoproSettings(6, 2), false);
    }

    private static InMemoryStudy study(ProgramDefinition program) {
        return Words.study(Words.input(program, Budget.Limits.NONE, 1), Words::run);
    }

    private static CountingStudy run(Optimizer optimizer, ProgramDefinition program) {
        var study = new CountingStudy(study(program));
        optimizer.optimize(program, study);
        return study;
    }

    /** Less breadth and fewer rounds are better than none. */
    @Test
    void budget_tooSmallForAllRounds_stillTriesInstructions() {
        var study =
                Words.study(Words.input(Words.program(), Words.metricCalls(160), 1), Words::run);
        var result = study.run(optimizer());

        assertThat(result.spent().metricCalls()).isBetween(100L, 160L);
        assertThat(study.candidates().size()).isGreaterThan(2);
    }

    /** What cannot be scored on the validation examples is no result. */
    @Test
    void budget_ofLittleMoreThanTwoScorings_leavesOneForTheWinner() {
        var study =
                Words.study(Words.input(Words.program(), Words.metricCalls(110), 1), Words::run);
        var result = study.run(optimizer());

        assertThat(Words.after(result)).isGreaterThan(Words.before(result));
    }

    @Test
    void learned_fromWords_isTheGoodInstructionOfEveryPredictor() {
        for (var program : List.of(Words.program(), Words.twoSteps())) {
            var result = study(program).run(new Copro(CoproSettings.DEFAULT, false));

            for (var predictor : program.predictors()) {
                assertThat(result.learned().of(predictor.path()).instruction())
                        .isEqualTo(Words.GOOD);
                assertThat(result.learned().of(predictor.path()).demos()).isEmpty();
            }
        }
    }

    /** The original takes breadth x depth x |train| for one predictor, and far more for two. */
    @Test
    void metricCalls_besideTheOriginal_areFarLess() {
        for (var program : List.of(Words.program(), Words.twoSteps())) {
            var ours = run(new Copro(CoproSettings.DEFAULT, false), program);
            var original = run(new Copro(CoproSettings.DEFAULT, true), program);

            long finals = 6 * 40 + 2 * 30;
            assertThat(ours.metricCalls() - finals).isLessThan(original.metricCalls() * 2 / 3);
        }
    }

    /** The original's proposer knows nothing of the task. */
    @Test
    void proposals_always_showTheProgramExamplesAndFailures() {
        var study = run(optimizer(), Words.twoSteps());

        var questions = study.asked().stream().filter(job -> !job.scored()).toList();
        assertThat(questions).hasSize(2 * 2 * 6);
        for (var question : questions) {
            var fields = question.example().fields();
            assertThat(fields.text("program_description")).contains("`word`").contains("`kind`");
            assertThat(shown(question)).contains("The program's right result:");
        }
        assertThat(questions).anyMatch(q -> shown(q).contains("(score 0.00)"));
        assertThat(questions).anyMatch(q -> shown(q).contains("(score 1.00)"));
    }

    private static String shown(Job question) {
        return question.example().fields().text("examples");
    }

    @Test
    void proposals_afterTheFirstRound_showAttemptsTheBestLast() {
        var study = run(optimizer(), Words.program());

        var attempts =
                study.asked().stream()
                        .filter(job -> !job.scored())
                        .map(job -> job.example().fields().text("attempted_instructions"))
                        .filter(text -> !text.isEmpty())
                        .toList();
        assertThat(attempts).hasSize(3);
        for (var text : attempts) {
            var scores =
                    text.lines()
                            .filter(line -> line.startsWith("Score: "))
                            .map(line -> Double.parseDouble(line.substring(7)))
                            .toList();
            assertThat(scores).hasSizeGreaterThan(1).isSorted();
        }
    }

    @Test
    void candidates_ofAnySearch_differFromOneAnother() {
        var study = run(optimizer(), Words.twoSteps());

        var states = study.reported().stream().map(Candidate::state).toList();
        assertThat(new HashSet<>(states)).hasSameSizeAs(states);
    }

    /** A change of this hash is a change of every user's results: say so in the changelog. */
    @Test
    void learned_fromSeedOne_isTheGoldenState() {
        var result = study(Words.program()).run(new Copro(CoproSettings.DEFAULT, false));

        assertThat(result.learned()).isNotEqualTo(ProgramState.EMPTY);
        assertThat(result.learned().of("sort").instruction()).isEqualTo(Words.GOOD);
    }
}
