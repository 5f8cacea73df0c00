package io.espalier.optimizers.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Words;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InformativeTest {
    @Test
    void first_disagreementThenTheUnknownThenAgreement() {
        var examples = Words.examples("train", 4);
        var scores =
                Map.of(
                        examples.get(0), List.of(1.0, 1.0, 1.0),
                        examples.get(1), List.<Double>of(),
                        examples.get(2), List.of(1.0, 0.0, 1.0),
                        examples.get(3), List.of(0.0, 0.0, 0.0));

        var order = Informative.first(examples, e -> scores.getOrDefault(e, List.of()));

        assertThat(order)
                .containsExactly(
                        examples.get(2), examples.get(1), examples.get(0), examples.get(3));
    }

    @Test
    void first_ofNothingKnown_keepsTheOrder() {
        var examples = Words.examples("train", 5);

        assertThat(Informative.first(examples, e -> List.of())).isEqualTo(examples);
    }
}
