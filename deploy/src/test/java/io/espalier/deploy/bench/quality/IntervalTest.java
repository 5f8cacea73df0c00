package io.espalier.deploy.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class IntervalTest {
    @Test
    void of_fiveValues_isStudentsInterval() {
        // Squares of the deviations: 1 + 16 + 1 + 4 + 36 = 58; 2.776445 * sqrt(58 / 4 / 5)
        var interval = Interval.of(List.of(61.0, 58.0, 63.0, 60.0, 68.0));
        assertThat(interval.mean()).isEqualTo(62);
        assertThat(interval.half()).isCloseTo(4.72812, within(1e-3));
        assertThat(interval.n()).isEqualTo(5);
    }

    @Test
    void of_oneValue_hasNoWidth() {
        var interval = Interval.of(List.of(61.0));
        assertThat(interval.text(1)).isEqualTo("61.0");
        assertThat(interval.half()).isNaN();
    }

    @Test
    void of_nothing_isADash() {
        assertThat(Interval.of(List.of()).text(1)).isEqualTo("-");
    }

    @Test
    void signed_showsTheSignOfTheMean() {
        assertThat(Interval.of(List.of(1.0, 2.0)).signed(1)).isEqualTo("+1.5 ± 6.4");
        assertThat(Interval.of(List.of(-1.0, -2.0)).signed(1)).isEqualTo("-1.5 ± 6.4");
    }
}
