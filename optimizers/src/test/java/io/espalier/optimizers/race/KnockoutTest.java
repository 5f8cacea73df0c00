package io.espalier.optimizers.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.CountingStudy;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.race.Contest.Entrant;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnockoutTest {

    private static Entrant enter(Contest contest, String instruction) {
        var state = ProgramState.EMPTY.change("sort", p -> p.withInstruction(instruction));
        return contest.enter(state, instruction, "for the test", null).orElseThrow();
    }

    @Test
    void run_ofTenChallengers_leavesTheBestLeadingAtTheSaidCost() {
        var input = Words.input(Words.program(), Budget.Limits.NONE, 1);
        var study = new CountingStudy(Words.study(input, Words::run));
        var contest = new Contest(study);
        var incumbent = enter(contest, "as it is");
        var challengers = new ArrayList<Entrant>();
        for (int i = 0; i < 9; i++) challengers.add(enter(contest, "way " + i));
        challengers.add(enter(contest, Words.GOOD));
        Knockout.run(contest, incumbent, challengers, study.training());

        assertThat(contest.leaders(1).getFirst().label()).isEqualTo(Words.GOOD);
        assertThat(study.metricCalls()).isEqualTo(Knockout.cost(10, 30));
        assertThat(study.metricCalls()).isLessThan(11 * 30 * 2 / 3);
    }

    @ParameterizedTest
    @CsvSource({"10,1000", "10,200", "4,100", "1,60", "20,2000"})
    void covered_byABudget_costsAtMostThat(int challengers, long calls) {
        int examples = Knockout.covered(calls, challengers, 100);

        assertThat(examples).isPositive();
        assertThat(Knockout.cost(challengers, examples)).isLessThanOrEqualTo(calls);
        if (examples < 100) {
            assertThat(Knockout.cost(challengers, examples + 1)).isGreaterThan(calls);
        }
    }

    @Test
    void covered_byTooLittle_isNothing() {
        assertThat(Knockout.covered(50, 10, 100)).isZero();
    }

    @Test
    void size_underAShrinkingBudget_givesUpKnockoutsThenChallengers() {
        var whole = Knockout.size(Long.MAX_VALUE, 3, 8, 40).orElseThrow();
        assertThat(whole).isEqualTo(new Knockout.Size(8, 40));

        // Enough for one of eight on all examples: three of fewer.
        var some = Knockout.size(Knockout.cost(8, 40), 3, 8, 40).orElseThrow();
        assertThat(some.challengers()).isBetween(4, 8);
        assertThat(some.examples()).isLessThan(40);

        var little = Knockout.size(Knockout.cost(2, 6), 3, 8, 40).orElseThrow();
        assertThat(little.challengers()).isBetween(1, 3);
        assertThat(Knockout.size(3, 3, 8, 40)).isEmpty();
    }

    @Test
    void size_outOfRange_isRefused() {
        assertThatThrownBy(() -> new Knockout.Size(0, 40))
                .hasMessage("challengers: 0 (expected: at least 1)");
        assertThatThrownBy(() -> new Knockout.Size(8, 0))
                .hasMessage("examples: 0 (expected: at least 1)");
    }
}
