package io.espalier.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DrawTest {

    private static final float[] LOGITS = {0, 1, 2, 3}; // probabilities .032 .087 .237 .644

    private static double[] shares(double temperature, double topP) {
        var counts = new double[LOGITS.length];
        var draws = 40_000;
        for (var seed = 0; seed < draws; seed++) {
            var draw = new Draw(temperature, topP, CounterRandom.of(seed, new int[] {5}));
            counts[draw.choose(LOGITS, seed % 7).token()] += 1.0 / draws;
        }
        return counts;
    }

    @Test
    void choose_atTemperatureOne_followsTheProbabilities() {
        var shares = shares(1, 1);
        // Standard error is at most 0.0024; a wrong softmax is off by far more.
        assertThat(shares[0]).isBetween(0.025, 0.040);
        assertThat(shares[2]).isBetween(0.225, 0.249);
        assertThat(shares[3]).isBetween(0.632, 0.656);
    }

    @Test
    void choose_withTopP_keepsTheSmallestSetThatReachesIt() {
        var shares = shares(1, 0.8);
        assertThat(shares[0] + shares[1]).isZero();
        assertThat(shares[3]).isBetween(0.719, 0.743); // .644 / (.644 + .237)
    }

    @Test
    void choose_greedy_takesTheLikeliestAndKnowsATie() {
        assertThat(Draw.greedy().choose(LOGITS, 0)).isEqualTo(new Draw.Choice(3, false));
        assertThat(Draw.greedy().choose(new float[] {1, 5, 5.0001f}, 0))
                .isEqualTo(new Draw.Choice(2, true));
        assertThat(Draw.greedy().choose(new float[] {5.0001f, 5, 1}, 0))
                .isEqualTo(new Draw.Choice(0, true));
    }

    @Test
    void choose_fromLogitsWithRoundingNoise_differsOnlyWhereItSaidClose() {
        var random = new Random(3);
        var differing = 0;
        for (var round = 0; round < 20_000; round++) {
            var plain = new float[50];
            var noisy = new float[50];
            for (var i = 0; i < plain.length; i++) {
                plain[i] = Math.round(random.nextGaussian() * 6) / 3f; // ties are common
                noisy[i] = plain[i] + (float) (random.nextDouble() - 0.5) * 1e-4f;
            }
            var temperature = round % 3 == 0 ? 0 : 1.0;
            var topP = round % 3 == 1 ? 0.9 : 1.0;
            var draw = new Draw(temperature, topP, new CounterRandom(round));
            var choice = draw.choose(plain, 1);
            if (choice.token() != draw.choose(noisy, 1).token()) {
                differing++;
                assertThat(choice.close()).as("round " + round).isTrue();
            }
        }
        assertThat(differing).isPositive(); // else the test could not fail
    }

    @Test
    void random_byPosition_isUniformAndSeparateByKey() {
        var stream = CounterRandom.of(1, new int[] {1, 2, 3});
        var mean = IntStream.range(0, 10_000).mapToDouble(stream::at).average().orElseThrow();
        assertThat(mean).isBetween(0.49, 0.51);
        assertThat(stream.at(7)).isEqualTo(CounterRandom.of(1, new int[] {1, 2, 3}).at(7));
        assertThat(stream.at(7)).isNotEqualTo(CounterRandom.of(2, new int[] {1, 2, 3}).at(7));
        assertThat(stream.at(7)).isNotEqualTo(CounterRandom.of(1, new int[] {1, 2, 4}).at(7));
    }
}
