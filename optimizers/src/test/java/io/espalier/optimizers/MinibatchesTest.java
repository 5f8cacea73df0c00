package io.espalier.optimizers;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.signatures.data.Example;
import java.util.HashMap;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class MinibatchesTest {

    @Test
    void next_manyTimes_seesEveryExampleEquallyOftenAndNoneTwiceInABatch() {
        var batches = new Minibatches(Words.examples("w", 7), 3, RandomStreams.of(1));
        var seen = new HashMap<Example, Integer>();
        for (int i = 0; i < 14; i++) {
            var batch = batches.next();
            assertThat(new HashSet<>(batch)).hasSize(3);
            batch.forEach(example -> seen.merge(example, 1, Integer::sum));
        }
        assertThat(seen).hasSize(7);
        assertThat(seen.values()).containsOnly(6);
    }

    @Test
    void size_aboveTheData_isAllOfIt() {
        var examples = Words.examples("w", 4);

        assertThat(new Minibatches(examples, 32, RandomStreams.of(1)).next())
                .containsExactlyInAnyOrderElementsOf(examples);
    }
}
