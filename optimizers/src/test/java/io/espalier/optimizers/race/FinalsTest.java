package io.espalier.optimizers.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.CountingStudy;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.fewshot.LabeledDemos;
import io.espalier.optimizers.race.Contest.Entrant;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.ProgramState;
import java.util.List;
import org.junit.jupiter.api.Test;

class FinalsTest {
    private static final ProgramState GOOD =
            ProgramState.EMPTY.change("sort", p -> p.withInstruction(Words.GOOD));
    private static final ProgramState BAD =
            ProgramState.EMPTY.change("sort", p -> p.withInstruction(Words.BAD));

    private static CountingStudy study(Budget.Limits limits) {
        return new CountingStudy(Words.study(Words.input(Words.program(), limits, 1), Words::run));
    }

    private static Contest contest(CountingStudy study) {
        var contest = new Contest(study);
        var start = contest.enter(ProgramState.EMPTY, "start", "as it is", null).orElseThrow();
        contest.enter(BAD, "bad", "worse", start);
        contest.enter(GOOD, "good", "better", start);
        return contest;
    }

    /** A program with a demo of the example. */
    private static Entrant showing(Contest contest, Example shown) {
        var demo = LabeledDemos.of(contest.study().program().predictor("sort"), shown);
        contest.origin(demo, shown);
        var state = ProgramState.EMPTY.change("sort", p -> p.withDemos(List.of(demo)));
        return contest.enter(state, "shows", "has a demo", null).orElseThrow();
    }

    @Test
    void decide_amongUnequal_findsTheBestAndReportsEachOnce() {
        var study = study(Budget.Limits.NONE);
        var winner = Finals.decide(contest(study), 3);

        assertThat(winner.label()).isEqualTo("good");
        assertThat(study.reported().stream().map(Candidate::label))
                .containsExactlyInAnyOrder("start", "bad", "good");
    }

    @Test
    void decide_withBudgetForOneScoring_scoresTheLeaderOnly() {
        var study = study(Words.metricCalls(45));
        var contest = contest(study);
        contest.run(contest.entrants(), study.training().subList(0, 1));
        var leader = contest.leaders(1).getFirst();
        var winner = Finals.decide(contest, 3);

        assertThat(winner).isEqualTo(leader);
        assertThat(study.budget().spent().metricCalls()).isLessThanOrEqualTo(45);
    }

    /** Equal rows are one example: a demo of one gives the other's answer away. */
    @Test
    void shows_anEqualRowOfItsDemo_isTrue() {
        var study = study(Budget.Limits.NONE);
        var contest = contest(study);
        var shown = study.training().getFirst();
        var entrant = showing(contest, shown);

        assertThat(contest.shows(entrant, new Example("another id", shown.fields()))).isTrue();
        assertThat(contest.shows(entrant, study.training().getLast())).isFalse();
    }

    @Test
    void enter_ofAStateThatIsThere_isRefused() {
        var contest = contest(study(Budget.Limits.NONE));

        assertThat(contest.enter(GOOD, "again", "the same", null)).isEmpty();
        assertThat(contest.entrants()).hasSize(3);
    }

    /** A program that shows an example knows its answer: that score must not count. */
    @Test
    void merit_ofAProgramWithDemos_leavesOutItsOwnExamples() {
        var study = study(Budget.Limits.NONE);
        var contest = contest(study);
        var shown = study.training().getFirst();
        var entrant = showing(contest, shown);
        var before = contest.merit(entrant);
        contest.run(List.of(entrant), List.of(shown));

        assertThat(contest.shows(entrant, shown)).isTrue();
        assertThat(contest.merit(entrant)).isEqualTo(before);
    }
}
