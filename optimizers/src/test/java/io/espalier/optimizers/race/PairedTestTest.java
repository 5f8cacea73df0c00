package io.espalier.optimizers.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.optimizers.RandomStreams;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedTestTest {
    private static final int STUDIES = 4000;
    private static final int EXAMPLES = 200;

    /** How often "worse" is said at any look, when the challenger loses and wins at these rates. */
    private static double saysWorse(double loses, double wins, double alpha) {
        var random = RandomStreams.of(3);
        int said = 0;
        for (int study = 0; study < STUDIES; study++) {
            if (everWorse(random, loses, wins, alpha)) said++;
        }
        return said / (double) STUDIES;
    }

    private static boolean everWorse(
            RandomGenerator random, double loses, double wins, double alpha) {
        var test = new PairedTest();
        for (int i = 0; i < EXAMPLES; i++) {
            double u = random.nextDouble();
            test.add(u < loses ? -1 : u < loses + wins ? 1 : 0);
            if (test.worse(alpha)) return true;
        }
        return false;
    }

    @ParameterizedTest
    @CsvSource({"0.1,0.1,0.1", "0.25,0.25,0.1", "0.45,0.45,0.1", "0.2,0.2,0.05", "0.05,0.05,0.2"})
    void worse_ofAnEqualChallengerWithALookAfterEveryExample_atMostAlpha(
            double loses, double wins, double alpha) {
        // A fixed-sample test looked at as often errs in 40 % and more.
        assertThat(saysWorse(loses, wins, alpha)).isLessThanOrEqualTo(alpha);
    }

    @Test
    void worse_ofAClearlyWorseChallenger_isSaidNearlyAlways() {
        assertThat(saysWorse(0.3, 0.05, 0.1)).isGreaterThan(0.99);
    }

    @Test
    void worse_ofABetterChallenger_isHardlyEverSaid() {
        assertThat(saysWorse(0.1, 0.2, 0.1)).isLessThan(0.02);
    }

    @Test
    void add_outOfRange_isRefused() {
        assertThatThrownBy(() -> new PairedTest().add(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1.5");
    }
}
