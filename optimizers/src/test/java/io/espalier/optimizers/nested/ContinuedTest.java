package io.espalier.optimizers.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.CountingStudy;
import io.espalier.optimizers.Words;
import io.espalier.signatures.Fields;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.ProgramState;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ContinuedTest {
    private static final Demo FIRST = Demo.labelled(Fields.of("word", "a", "kind", "odd"));
    private static final Demo LATER = Demo.labelled(Fields.of("word", "b", "kind", "even"));

    private final CountingStudy whole =
            new CountingStudy(
                    Words.study(Words.input(Words.twoSteps(), Budget.Limits.NONE, 1), Words::run));
    private final ProgramState from =
            ProgramState.EMPTY
                    .change("hint", p -> p.withInstruction("Give a hint."))
                    .change("sort", p -> p.withDemos(List.of(FIRST)));
    private final Continued continued = new Continued(whole, from);

    @Test
    void start_ofTheLaterSearch_isWhereTheEarlierOneEnded() {
        var run = continued.evaluate(ProgramState.EMPTY, continued.validation());

        assertThat(whole.asked()).allMatch(job -> job.state().equals(from));
        assertThat(whole.asked()).allMatch(job -> job.program() == whole.program());
        assertThat(run.examples()).isEqualTo(whole.validation());
        assertThat(continued.program().predictor("hint").declared().instruction())
                .isEqualTo("Give a hint.");
    }

    @Test
    void state_learnedLater_keepsWhatItLeavesOpen() {
        var instructed = ProgramState.EMPTY.change("sort", p -> p.withInstruction("Sort."));
        var shown = ProgramState.EMPTY.change("sort", p -> p.withDemos(List.of(LATER)));

        assertThat(continued.state(instructed))
                .isEqualTo(from.change("sort", p -> p.withInstruction("Sort.")));
        assertThat(continued.state(shown))
                .isEqualTo(from.change("sort", p -> p.withDemos(List.of(LATER))));
    }

    @Test
    void metricCalls_ofWhatTheWholeStudyKnows_areNone() {
        continued.evaluate(ProgramState.EMPTY, continued.validation());
        var jobs =
                continued.validation().stream()
                        .map(e -> Job.evaluate(continued.program(), ProgramState.EMPTY, e))
                        .toList();

        assertThat(continued.metricCalls(jobs)).isZero();
    }

    @Test
    void candidates_reported_areOfTheRealProgram() {
        var shown = ProgramState.EMPTY.change("sort", p -> p.withDemos(List.of(LATER)));
        var seen = continued.evaluate(shown, continued.validation());
        continued.report(new Candidate("shown", shown, "", List.of(), seen));

        var reported = whole.reported().getFirst();
        assertThat(reported.state()).isEqualTo(continued.state(shown));
        assertThat(reported.score()).isEqualTo(seen.mean());
    }
}
