package io.espalier.optimizers.gepa;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.RandomStreams;
import io.espalier.signatures.data.Example;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MinibatchesTest {

    @Test
    void epoch_thatDividesUnevenly_isFilledSoThatNobodyLagsBehindByMoreThanOne() {
        var minibatches = new Minibatches(Levels.examples(10), 3, RandomStreams.of(1));
        var seen = new HashMap<Example, Integer>();
        for (int i = 0; i < minibatches.perEpoch(); i++) {
            var slice = minibatches.next(Set.of());
            assertThat(slice).hasSize(3).doesNotHaveDuplicates();
            slice.forEach(example -> seen.merge(example, 1, Integer::sum));
        }

        assertThat(seen).hasSize(10);
        assertThat(seen.values()).allMatch(count -> count == 1 || count == 2);
    }

    @Test
    void epochs_areShuffledAnew() {
        var minibatches = new Minibatches(Levels.examples(40), 8, RandomStreams.of(1));
        var epochs = new HashSet<List<Example>>();
        for (int epoch = 0; epoch < 3; epoch++) {
            var order = new ArrayList<Example>();
            for (int i = 0; i < 5; i++) order.addAll(minibatches.next(Set.of()));
            assertThat(order).containsExactlyInAnyOrderElementsOf(Levels.examples(40));
            epochs.add(order);
        }

        assertThat(epochs).hasSize(3);
    }

    @Test
    void examples_thatAreShownAsDemos_areLeftOutUnlessNothingElseIsThere() {
        var examples = Levels.examples(6);
        var minibatches = new Minibatches(examples, 6, RandomStreams.of(1));

        assertThat(minibatches.next(Set.copyOf(examples.subList(0, 4))))
                .containsExactlyInAnyOrderElementsOf(examples.subList(4, 6));
        assertThat(minibatches.next(Set.copyOf(examples))).hasSize(6);
    }
}
