package io.espalier.optimizers.gepa;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.gepa.GepaSettings.Parents;
import io.espalier.optimizers.gepa.GepaSettings.Proposing;
import org.junit.jupiter.api.Test;

final class EffortTest {

    @Test
    void metricCalls_ofAnEffort_areTheLoopsOwn() {
        // 100 + 4 x (100 + (1 + 3 + 1 + 1) x 12) for one predictor; 6 in place of 4 for two.
        assertThat(Effort.LIGHT.metricCalls(1, 100, Proposing.DEFAULT)).isEqualTo(788);
        assertThat(Effort.LIGHT.metricCalls(2, 100, Proposing.DEFAULT)).isEqualTo(1132);
        assertThat(Effort.HEAVY.metricCalls(1, 50, Proposing.DEFAULT)).isEqualTo(50 + 16 * 122);
    }

    @Test
    void search_withAnEffort_spendsAtMostThat() {
        var study =
                Levels.study(
                        Levels.input(1, 30, 20, Budget.Limits.NONE, 1),
                        (place, levels) -> Math.min(0.9, levels.getFirst() / 100.0));
        var result = study.run(new Gepa(GepaSettings.DEFAULT));

        long most = Effort.LIGHT.metricCalls(1, 20, Proposing.DEFAULT);
        assertThat(result.spent().metricCalls()).isBetween(most - 40, most);
    }

    @Test
    void plan_thatDoesNotFit_givesUpProposalsThenTheUnionThenDemos() {
        var same = Proposing.DEFAULT;
        assertThat(Plan.within(1000, same, 8)).contains(new Plan(1, 3, true, true));
        assertThat(Plan.within(47, same, 8)).contains(new Plan(1, 2, true, true));
        assertThat(Plan.within(39, same, 8)).contains(new Plan(1, 1, true, true));
        assertThat(Plan.within(31, same, 8)).contains(new Plan(1, 1, true, false));
        assertThat(Plan.within(23, same, 8)).contains(new Plan(1, 1, false, false));
        assertThat(Plan.within(15, same, 8)).isEmpty();
    }

    @Test
    void plan_ofIndependentParents_hasATaskForEach() {
        var independent =
                new Proposing(8, 3, Parents.INDEPENDENT, 0, ComponentChoice.ROUND_ROBIN, true, 10);

        assertThat(Plan.whole(independent)).isEqualTo(new Plan(3, 1, false, false));
        assertThat(Plan.whole(Proposing.DSPY)).isEqualTo(new Plan(1, 1, false, false));
    }
}
