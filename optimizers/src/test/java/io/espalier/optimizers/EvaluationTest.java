package io.espalier.optimizers;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Failure;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.ProgramState;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Comparisons of states where the metric failed on some examples. */
final class EvaluationTest {
    private static final List<Example> EXAMPLES = Words.examples("e", 3);

    /** Null where the metric failed. */
    private static Evaluation evaluation(@Nullable Double... scores) {
        var outcomes = Arrays.stream(scores).map(EvaluationTest::outcome).toList();
        return new Evaluation(ProgramState.EMPTY, EXAMPLES.subList(0, outcomes.size()), outcomes);
    }

    private static Outcome outcome(@Nullable Double score) {
        return score == null
                ? new Outcome(
                        null, null, List.of(), Usage.NONE, new Failure(Blame.METRIC, "crashed"))
                : new Outcome(null, Score.of(score), List.of(), Usage.NONE, null);
    }

    @Test
    void better_isDecidedByTheExamplesWithAScoreInBoth() {
        var spared = evaluation(1.0, 1.0, null);
        var tried = evaluation(1.0, 1.0, 0.5);

        assertThat(spared.mean()).isGreaterThan(tried.mean());
        assertThat(spared.betterThan(tried)).isFalse();
        assertThat(tried.betterThan(spared)).isFalse();
        assertThat(evaluation(1.0, 1.0, 0.0).betterThan(evaluation(1.0, 0.5, null))).isTrue();
    }

    @Test
    void right_isWhoHasAScoreEverywhere() {
        assertThat(evaluation(1.0, 1.0, 1.0).reaches(1)).isTrue();
        assertThat(evaluation(1.0, 1.0, null).reaches(1)).isFalse();
        assertThat(evaluation(1.0, 1.0, 0.9).reaches(1)).isFalse();
        assertThat(evaluation().reaches(1)).isFalse();
    }

    @Test
    void and_holdsBoth() {
        var more =
                new Evaluation(
                        ProgramState.EMPTY,
                        EXAMPLES.subList(1, 3),
                        List.of(outcome(0.5), outcome(1.0)));
        var both = evaluation(0.0).and(more);

        assertThat(both.examples()).isEqualTo(EXAMPLES);
        assertThat(both.mean()).isEqualTo(0.5);
    }
}
