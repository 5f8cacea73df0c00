package io.espalier.optimizers.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.optimizers.sampler.Dimension.Categorical;
import io.espalier.optimizers.sampler.Dimension.Int;
import io.espalier.optimizers.sampler.Dimension.Real;
import io.espalier.optimizers.sampler.Observation.Complete;
import io.espalier.optimizers.sampler.Observation.Result;
import io.espalier.optimizers.sampler.Observation.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The estimator's figures, small enough to be worked out by hand. */
class SplitTest {

    @Test
    void size_isATenthRoundedUpAtMost25() {
        assertThat(Split.size(0)).isZero();
        assertThat(Split.size(1)).isEqualTo(1);
        assertThat(Split.size(11)).isEqualTo(2);
        assertThat(Split.size(1000)).isEqualTo(25);
    }

    @Test
    void runningTrials_joinTheOthersAndDoNotCount() {
        var split =
                Split.of(history(new Complete(1), new Running(), new Complete(2), new Running()));
        assertThat(split.below()).extracting(Observation::number).containsExactly(2L);
        assertThat(split.above()).extracting(Observation::number).containsExactly(0L, 1L, 3L);
    }

    @Test
    void realKernels_aroundTwoPoints_haveTheGapsAsWidths() {
        var kernels = NumericKernels.around(new double[] {1, 4}, new Real(0, 10));
        assertThat(kernels.mus()).containsExactly(1, 4, 5);
        assertThat(kernels.sigmas()).containsExactly(3, 3, 10);
        var space = new Space(Map.of("x", new Real(0, 10)));
        assertThat(density(space, 1, 4).logDensity(Map.of("x", 2.0)))
                .isCloseTo(-1.96682334, within(1e-8));
    }

    @Test
    void wholeNumbers_haveTheMassOfTheirStep() {
        var density = density(new Space(Map.of("x", new Int(1, 5))), 3);
        double[] masses = {0.180702, 0.209244, 0.220109, 0.209244, 0.180702};
        for (int x = 1; x <= 5; x++) {
            assertThat(Math.exp(density.logDensity(Map.of("x", (double) x))))
                    .isCloseTo(masses[x - 1], within(1e-6));
        }
    }

    @Test
    void choices_gainWithEveryObservation() {
        var density = density(new Space(Map.of("x", Categorical.of(4))), 0, 0, 2);
        assertThat(Math.exp(density.logDensity(Map.of("x", 0.0))))
                .isCloseTo(0.40625, within(1e-12));
        assertThat(Math.exp(density.logDensity(Map.of("x", 1.0))))
                .isCloseTo(0.15625, within(1e-12));
        assertThat(Math.exp(density.logDensity(Map.of("x", 2.0))))
                .isCloseTo(0.28125, within(1e-12));
    }

    private static Parzen density(Space space, double... observed) {
        var history = new ArrayList<Observation>();
        for (double x : observed) {
            history.add(
                    new Observation(
                            history.size(), new Assignment(Map.of("x", x)), new Complete(0)));
        }
        return Parzen.of(space, List.of("x"), history);
    }

    private static List<Observation> history(Result... results) {
        var history = new ArrayList<Observation>();
        for (var result : results) {
            history.add(new Observation(history.size(), new Assignment(Map.of("x", 0.0)), result));
        }
        return history;
    }
}
