package io.espalier.optimizers.propose;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Words;
import io.espalier.signatures.Fields;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReflectionTest {

    @Test
    void instructions_ofSeveralDraws_areAskedOfTheReflectionModelWithTheEvidence() {
        var asked = new ArrayList<Job>();
        var study =
                Words.study(
                        Words.input(Words.program(), Budget.Limits.NONE, 1),
                        job -> {
                            synchronized (asked) {
                                asked.add(job);
                            }
                            return Words.run(job);
                        });
        var predictor = study.program().predictor("sort");
        var runs = study.evaluate(ProgramState.EMPTY, study.training().subList(0, 3));
        var cases = new ArrayList<Case>();
        for (int i = 0; i < 3; i++) {
            cases.add(
                    Case.of(
                            study.program(),
                            "sort",
                            runs.examples().get(i),
                            runs.outcomes().get(i)));
        }
        asked.clear();

        var texts =
                Reflection.instructions(
                        study,
                        List.of(
                                new Reflection.Request(ProgramState.EMPTY, predictor, cases, 1),
                                new Reflection.Request(ProgramState.EMPTY, predictor, cases, 2)));

        assertThat(texts).hasSize(2).allMatch(t -> t.isPresent());
        assertThat(asked).hasSize(2).allMatch(j -> j.role() == Job.Role.REFLECTION && !j.scored());
        var shown = asked.getFirst().example().fields().text("examples");
        assertThat(shown).contains("word: train0").contains("The program's right result:");
        assertThat(asked.getFirst().example().fields().text("current_instruction"))
                .isEqualTo("Do it.");
    }

    /** A field's name must not promise the model what is not there. */
    @Test
    void runs_areCalledExamplesWithFeedback_onlyWhereTheMetricSaysSomething() {
        var silent = new Case(List.of(), Fields.EMPTY, 0, null, "no JSON object");
        var explained = new Case(List.of(), Fields.EMPTY, 0, "the date is month first", null);

        var examples = ShownRuns.of(List.of(silent));
        var both = ShownRuns.of(List.of(silent, explained));

        assertThat(examples.field()).isEqualTo("examples");
        assertThat(examples.text()).contains("Problem: no JSON object");
        assertThat(both.field()).isEqualTo("examples_with_feedback");
        assertThat(both.text()).contains("Feedback: the date is month first");
    }

    @Test
    void proposedText_withFenceLabelOrQuotes_isBare() {
        assertThat(ProposedText.instruction("```\nDo this.\n```")).contains("Do this.");
        assertThat(ProposedText.instruction("**New instruction:** Do this.")).contains("Do this.");
        assertThat(ProposedText.instruction("\"Do this.\"")).contains("Do this.");
        assertThat(ProposedText.instruction("\"Yes\" or \"no\"")).contains("\"Yes\" or \"no\"");
        assertThat(ProposedText.instruction("  ")).isEmpty();
    }
}
