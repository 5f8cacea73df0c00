package io.espalier.optimizers.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.CountingStudy;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.OptimizerContract;
import io.espalier.optimizers.Words;
import io.espalier.signatures.Fields;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.ProgramDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class InferRulesTest extends OptimizerContract {

    @Override
    protected Optimizer optimizer() {
        return new InferRules(new RulesSettings(6, 10, 2, RulesSettings.DEFAULT.demos()), false);
    }

    private static final Optimizer USUAL = new InferRules(RulesSettings.DEFAULT, false);

    private static CountingStudy run(ProgramDefinition program, Function<Job, Outcome> runner) {
        var input = Words.input(program, Budget.Limits.NONE, 1);
        var study = new CountingStudy(Words.study(input, runner));
        USUAL.optimize(program, study);
        return study;
    }

    @Test
    void learned_fromWords_areTheGoodRuleAndDemos() {
        var input = Words.input(Words.program(), Budget.Limits.NONE, 1);
        var state = Words.study(input, Words::run).run(USUAL).learned().of("sort");

        assertThat(state.instruction()).isEqualTo("Do it.\n\nRules of this task:\n- " + Words.GOOD);
        assertThat(state.demos()).isNotEmpty();
    }

    @Test
    void learned_forTwoPredictors_areRulesAndDemosOfBoth() {
        var input = Words.input(Words.twoSteps(), Budget.Limits.NONE, 1);
        var result = Words.study(input, Words::run).run(USUAL);

        for (var predictor : List.of("hint", "sort")) {
            assertThat(result.learned().of(predictor).instruction()).contains("\n- ");
            assertThat(result.learned().of(predictor).demos()).isNotEmpty();
        }
        assertThat(Words.after(result)).isGreaterThan(Words.before(result) + 0.2);
    }

    @Test
    void requests_always_showRunsAndTheInstructionWithItsRules() {
        var study = run(Words.twoSteps(), Words::run);
        var questions = questions(study);

        // Five for both predictors, then five for one of them.
        assertThat(questions).hasSize(2 * 5 + 5);
        assertThat(study.asked().stream().filter(job -> !job.scored())).doesNotHaveDuplicates();
        for (var question : questions) {
            assertThat(question.text("examples")).contains("The program's right result:");
        }
        assertThat(questions.subList(0, 10))
                .noneMatch(q -> q.text("current_instruction").contains("Rules of this task:"));
        assertThat(questions.subList(10, 15))
                .allMatch(q -> q.text("current_instruction").contains("Rules of this task:"));
    }

    /** A revised list takes the place of the one before. */
    @Test
    void rules_revised_standUnderTheInstructionOnce() {
        for (var candidate : run(Words.program(), Words::run).reported()) {
            var instruction = candidate.state().of("sort").instruction();
            if (instruction == null) continue;
            assertThat(instruction.split("Rules of this task:", -1)).hasSize(2);
        }
    }

    @Test
    void candidates_ofAnySearch_differFromOneAnother() {
        var states = run(Words.twoSteps(), Words::run).reported().stream();

        var all = states.map(Candidate::state).toList();
        assertThat(new HashSet<>(all)).hasSameSizeAs(all);
    }

    /** The original keeps the best of its rule sets even where all do harm. */
    @Test
    void rules_thatAllDoHarm_areNotKept() {
        var input = Words.input(Words.program(), Budget.Limits.NONE, 1);
        Function<Job, Outcome> harmful = job -> job.scored() ? Words.run(job) : says(Words.BAD);
        var learned = Words.study(input, harmful).run(USUAL).learned();
        var original = new InferRules(RulesSettings.ORIGINAL, true);
        var kept = original.optimize(input.program(), Words.study(input, harmful));

        assertThat(learned.of("sort").instruction()).isNull();
        assertThat(learned.of("sort").demos()).isNotEmpty();
        assertThat(kept.of("sort").instruction()).contains(Words.BAD);
    }

    @Test
    void modelWithoutRules_leavesTheDemos() {
        var input = Words.input(Words.program(), Budget.Limits.NONE, 1);
        var learned =
                Words.study(input, job -> job.scored() ? Words.run(job) : says(" "))
                        .run(USUAL)
                        .learned();

        assertThat(learned.of("sort").instruction()).isNull();
        assertThat(learned.of("sort").demos()).isNotEmpty();
    }

    @Test
    void rounds_moreThanCandidates_endWithTheLastCandidate() {
        var demos = RulesSettings.DEFAULT.demos();
        var optimizer = new InferRules(new RulesSettings(1, 10, 3, demos), false);
        var input = Words.input(Words.program(), Budget.Limits.NONE, 1);
        var study = new CountingStudy(Words.study(input, Words::run));
        var learned = optimizer.optimize(input.program(), study);

        assertThat(study.proposals()).isEqualTo(1);
        assertThat(study.reported().stream().map(Candidate::label))
                .filteredOn(label -> label.startsWith("rules"))
                .containsExactly("rules 1.1");
        assertThat(learned.of("sort").demos()).isNotEmpty();
    }

    @Test
    void settings_outOfRange_areRefused() {
        var demos = RulesSettings.DEFAULT.demos();
        assertThatThrownBy(() -> new RulesSettings(0, 10, 2, demos))
                .hasMessage("candidates: 0 (expected: at least 1)");
        assertThatThrownBy(() -> new RulesSettings(10, 0, 2, demos)).hasMessageContaining("rules");
        assertThatThrownBy(() -> new RulesSettings(10, 9, 0, demos)).hasMessageContaining("rounds");
    }

    private static List<Fields> questions(CountingStudy study) {
        return study.asked().stream()
                .filter(job -> !job.scored())
                .map(job -> job.example().fields())
                .toList();
    }

    private static Outcome says(String text) {
        var outputs = Fields.of("reasoning", "So.", "instruction_rules", text);
        var usage = new Usage(1, 10, 5, 0);
        return new Outcome(outputs, null, List.of(), usage, null);
    }
}
