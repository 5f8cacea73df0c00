package io.espalier.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeanIntervalTest {
    @Test
    void interval_ofAFewValues_isStudents() {
        // 0.975 quantile of t with 2 degrees of freedom: 4.302653.
        var three = MeanInterval.of(List.of(1.0, 2.0, 3.0)).orElseThrow();
        assertThat(three.mean()).isEqualTo(2);
        assertThat(three.half()).isCloseTo(4.302653 / Math.sqrt(3), within(1e-6));
        var equal = MeanInterval.of(List.of(0.25, 0.25)).orElseThrow();
        assertThat(equal.half()).isZero();
    }

    @Test
    void interval_ofOneValue_hasNoWidth() {
        assertThat(MeanInterval.of(List.of(0.5)).orElseThrow().half()).isNaN();
        assertThat(MeanInterval.of(List.of())).isEmpty();
    }
}
