package io.espalier.optimizers.study;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class DensityTest {

    @Test
    void perChar_ofNothingSeen_isWhatIsUsual() {
        assertThat(new Density().perChar()).isEqualTo(0.4);
    }

    @Test
    void perChar_ofCallsOfManyLengths_isTheirSlope() {
        var density = new Density();
        for (int chars = 100; chars <= 10_000; chars += 100) density.add(chars, 300 + 1.2 * chars);
        assertThat(density.perChar()).isCloseTo(1.2, Offset.offset(0.01));
    }

    @Test
    void perChar_ofCallsOfAboutOneLength_staysWhatIsUsual() {
        var density = new Density();
        for (int i = 0; i < 50; i++) density.add(80 + i % 7, 300 + 40 * (i % 7));
        assertThat(density.perChar()).isBetween(0.35, 0.45);
    }

    @Test
    void perChar_ofTextThatSeemsToTakeNothing_staysPositive() {
        var density = new Density();
        for (int i = 1; i <= 100; i++) density.add(100 * i, 1000 - i);
        assertThat(density.perChar()).isEqualTo(0.1);
    }
}
