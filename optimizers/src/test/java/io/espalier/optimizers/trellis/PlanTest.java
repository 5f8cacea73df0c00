package io.espalier.optimizers.trellis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {

    @ParameterizedTest
    @CsvSource({
        "0,10,10",
        "30,100,100",
        "100,100,100",
        "120,100,100",
        "800,100,100",
        "800,5,20",
        "5000,1000,300"
    })
    void parts_ofAnyBudget_addUpToNoMoreAndLeaveTheWinnersScoring(
            double calls, int training, int validation) {
        var plan = Plan.of(calls, training, validation);

        int sum = plan.look() + 2 * plan.round() + plan.harvest() + plan.finals();
        assertThat(sum).isLessThanOrEqualTo((int) calls);
        assertThat(plan.finals()).isGreaterThanOrEqualTo((int) Math.min(calls, validation));
        assertThat(plan.look()).isBetween(0, training);
        assertThat(plan.harvest()).isBetween(0, training);
    }

    @Test
    void littleMoreThanTheWinnersScoring_isForTheSearchMostly() {
        var plan = Plan.of(140, 100, 100);

        assertThat(plan.look() + 2 * plan.round() + plan.harvest()).isBetween(28, 32);
        assertThat(plan.finals()).isEqualTo(108);
    }
}
