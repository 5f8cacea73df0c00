package io.espalier.optimizers.study;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

final class ComplaintsTest {
    private final Tally tally = new Tally();

    private void failed(Job.Role role, int count, Blame blame) {
        var failure = new Failure(blame, "it went wrong");
        add(role, count, new Outcome(null, null, List.of(), Usage.NONE, failure));
    }

    private void answered(Job.Role role, int count) {
        var fields = Fields.of("kind", "even");
        add(role, count, new Outcome(fields, null, List.of(), Usage.NONE, null));
    }

    private void add(Job.Role role, int count, Outcome outcome) {
        var example = Example.of(Fields.of("word", "w"));
        var job = new Job(Words.program(), ProgramState.EMPTY, example, Rollout.PLAIN, role, false);
        for (int i = 0; i < count; i++) tally.add(job, outcome);
    }

    private List<String> complaints() {
        return Complaints.of(tally, false);
    }

    @Test
    void proposals_refusedOrNeverAnswered_areCountedApart() {
        failed(Job.Role.REFLECTION, 2, Blame.PROVIDER);
        failed(Job.Role.REFLECTION, 3, Blame.CANDIDATE);
        Tolerance.DEFAULT.check(tally);

        assertThat(complaints())
                .satisfiesExactly(
                        note ->
                                assertThat(note)
                                        .startsWith(
                                                "none of the 3 answers of the reflection model"
                                                        + " (models.reflection) could be used, so"
                                                        + " nothing was proposed"),
                        note ->
                                assertThat(note)
                                        .startsWith(
                                                "2 of 5 jobs of the reflection model"
                                                        + " (models.reflection) failed"));
    }

    @Test
    void runs_neverAnswered_doNotDiluteTheUnusableOnes() {
        failed(Job.Role.TASK, 8, Blame.PROVIDER);
        failed(Job.Role.TASK, 2, Blame.CANDIDATE);
        answered(Job.Role.TASK, 12);

        assertThat(complaints())
                .singleElement()
                .asString()
                .startsWith("2 of 14 answers could not be used");
    }

    /** The model did its part. */
    @Test
    void runs_whoseMetricFailed_wereAnswered() {
        failed(Job.Role.TASK, 5, Blame.METRIC);
        failed(Job.Role.TASK, 5, Blame.CANDIDATE);

        assertThat(complaints())
                .singleElement()
                .asString()
                .startsWith("5 of 10 answers could not be used");
    }

    @Test
    void models_thatNeverAnswered_getNoComplaintAboutAnswers() {
        failed(Job.Role.TASK, 3, Blame.MACHINE);

        assertThat(complaints()).isEmpty();
    }
}
