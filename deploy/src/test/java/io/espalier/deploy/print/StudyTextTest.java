package io.espalier.deploy.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.v1.ScoreChange;
import io.espalier.v1.Study;
import io.espalier.v1.StudyState;
import java.util.List;
import org.junit.jupiter.api.Test;

class StudyTextTest {
    private static Study.Builder study(StudyState state) {
        return Study.newBuilder().setStudy("s1").setName("n").setState(state).setOptimizer("gepa");
    }

    @Test
    void list_ofAStudyWhoseNodeEnded_saysThatItIsUnfinished() {
        var ended = study(StudyState.QUEUED).setReason("it was running when its node ended");
        var waiting = study(StudyState.QUEUED);
        assertThat(StudyText.table(List.of(ended.build(), waiting.build())).lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("unfinished").doesNotContain("queued"),
                        line -> assertThat(line).contains("queued"));
    }

    @Test
    void result_ofAStudyThatFailedBeforeAnyScore_hasNoneAndSaysWhatTestTook() {
        var failed = study(StudyState.FAILED).setReason("the metric failed").setTestCalls(20);
        assertThat(StudyText.result(failed.build()))
                .contains("validation  not scored")
                .contains("0 tokens, and 20 model calls for test")
                .doesNotContain("%");
    }

    @Test
    void result_ofAStudyThatFailedOnTheWay_hasTheScoreBeforeOnly() {
        var failed =
                study(StudyState.FAILED)
                        .setValidation(ScoreChange.newBuilder().setBefore(0.455).setExamples(33));
        assertThat(StudyText.result(failed.build()))
                .contains("validation  45.5 % so far   (33 examples)");
    }

    @Test
    void result_ofABudgetForAPart_hasNoScoreAfterAndSaysWhatPart() {
        var part =
                study(StudyState.FINISHED)
                        .setReason("budget")
                        .setValidation(
                                ScoreChange.newBuilder().setBefore(1).setExamples(1).setOf(41));
        assertThat(StudyText.result(part.build()))
                .contains("validation  100.0 % before   (on 1 of 41 examples)")
                .doesNotContain("->");
        assertThat(StudyText.table(List.of(part.build()))).contains("100.0 %").doesNotContain("->");
    }

    @Test
    void result_ofAModelWithPrices_saysWhatWasSpent() {
        var text = StudyText.result(Study.newBuilder().setCost(0.13752).build());
        assertThat(text).contains(", 0.1375 by its prices");
    }
}
