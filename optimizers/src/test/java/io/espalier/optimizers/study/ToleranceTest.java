package io.espalier.optimizers.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.optimizers.StudyStopped;
import io.espalier.optimizers.Words;
import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Failure;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.ProgramState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ToleranceTest {
    private final Tally tally = new Tally();

    private void add(Job.Role role, int count, @Nullable Blame blame) {
        var job =
                new Job(
                        Words.program(),
                        ProgramState.EMPTY,
                        Example.of(Fields.of("word", "w")),
                        Rollout.PLAIN,
                        role,
                        false);
        var failure = blame == null ? null : new Failure(blame, "http://x answered 401");
        var outcome =
                new Outcome(
                        failure == null ? Fields.of("kind", "even") : null,
                        null,
                        List.of(),
                        Usage.NONE,
                        failure);
        for (int i = 0; i < count; i++) tally.add(job, outcome);
    }

    private void check() {
        Tolerance.DEFAULT.check(tally);
    }

    @Test
    void proposals_thatAllFailed_stopTheStudyHoweverManyRunsWereAnswered() {
        add(Job.Role.TASK, 1000, null);
        add(Job.Role.REFLECTION, 1, Blame.PROVIDER);
        assertThatCode(this::check).as("one may be chance").doesNotThrowAnyException();

        add(Job.Role.REFLECTION, 1, Blame.PROVIDER);
        assertThatThrownBy(this::check)
                .isInstanceOf(StudyStopped.class)
                .hasMessageStartingWith("2 of 2 jobs of the reflection model (models.reflection)")
                .hasMessageContaining("(provider): http://x answered 401")
                .hasMessageContaining("resume");
    }

    @Test
    void proposals_ofWhichAFifthFails_areBorne() {
        add(Job.Role.REFLECTION, 24, null);
        add(Job.Role.REFLECTION, 6, Blame.PROVIDER);
        assertThatCode(this::check).doesNotThrowAnyException();

        add(Job.Role.REFLECTION, 1, Blame.PROVIDER);
        assertThatThrownBy(this::check).isInstanceOf(StudyStopped.class);
    }

    @Test
    void proposals_thatCannotBeRead_areFindings() {
        add(Job.Role.REFLECTION, 20, Blame.CANDIDATE);
        assertThatCode(this::check).doesNotThrowAnyException();
        assertThat(tally.of(Job.Role.REFLECTION).unusable()).isEqualTo(20);
    }

    @Test
    void runs_ofWhichTenFail_areBorneWhereOthersCameOut() {
        add(Job.Role.TASK, 20, null);
        add(Job.Role.TASK, 10, Blame.METRIC);
        assertThatCode(this::check).doesNotThrowAnyException();

        add(Job.Role.TASK, 1, Blame.PROVIDER);
        assertThatThrownBy(this::check)
                .hasMessageStartingWith(
                        "11 of 31 runs of the program failed for reasons outside of it"
                                + " (metric 10, provider 1)");
    }

    @Test
    void runs_ofASmallStudyThatAllFailed_stopIt() {
        add(Job.Role.TASK, 3, Blame.METRIC);
        assertThatThrownBy(this::check).hasMessageContaining("(metric 3)");
    }
}
