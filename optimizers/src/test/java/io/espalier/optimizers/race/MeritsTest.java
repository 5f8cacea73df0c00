package io.espalier.optimizers.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.optimizers.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeritsTest {

    private static List<Object> examples(int count) {
        var examples = new ArrayList<Object>();
        for (int i = 0; i < count; i++) examples.add(new Object());
        return examples;
    }

    /** The fault it mends: by averages the weaker program leads by 40 points. */
    @Test
    void fit_ofAWeakerProgramOnEasierExamples_putsTheStrongerFirst() {
        var merits = new Merits();
        int base = merits.program(-1);
        int strong = merits.program(base);
        int weak = merits.program(base);
        for (var hard : examples(50)) {
            merits.score(base, hard, 0.2);
            merits.score(strong, hard, 0.4);
        }
        for (var easy : examples(50)) {
            merits.score(base, easy, 0.7);
            merits.score(weak, easy, 0.8);
        }
        var fitted = merits.fit();

        assertThat(fitted[strong] - fitted[base]).isEqualTo(0.2, within(0.03));
        assertThat(fitted[weak] - fitted[base]).isEqualTo(0.1, within(0.03));
    }

    @Test
    void fit_ofAProgramWithFewScores_staysNearItsParent() {
        var merits = new Merits();
        int base = merits.program(-1);
        int lucky = merits.program(base);
        int proven = merits.program(base);
        var examples = examples(40);
        for (int i = 0; i < 40; i++) {
            merits.score(base, examples.get(i), i % 2);
            merits.score(proven, examples.get(i), i % 2 == 1 ? 1 : i % 4 == 0 ? 1 : 0);
        }
        merits.score(lucky, examples.getFirst(), 1);
        var fitted = merits.fit();

        assertThat(fitted[lucky]).isLessThan(fitted[proven]);
        assertThat(fitted[lucky]).isGreaterThan(fitted[base]);
    }

    /** True merits 0, 0.05, 0.1, ...; each program on a random half of the examples. */
    @Test
    void fit_ofNoisyScores_recoversTheOrder() {
        var random = RandomStreams.of(4);
        var merits = new Merits();
        var examples = examples(400);
        var ease = examples.stream().mapToDouble(e -> random.nextDouble() * 0.5).toArray();
        for (int p = 0; p < 6; p++) {
            merits.program(p == 0 ? -1 : 0);
            for (int e = 0; e < examples.size(); e++) {
                if (random.nextBoolean()) continue;
                var right = random.nextDouble() < ease[e] + 0.1 * p;
                merits.score(p, examples.get(e), right ? 1 : 0);
            }
        }

        var fitted = merits.fit();
        for (int p = 1; p < 6; p++) {
            assertThat(fitted[p] - fitted[0]).isEqualTo(0.1 * p, within(0.1));
        }
    }
}
