package io.espalier.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PrefixPlanTest {

    private static int[] prompt(int shared, int own, int variant) {
        return IntStream.concat(
                        IntStream.range(0, shared),
                        IntStream.range(0, own).map(i -> 9000 + variant))
                .toArray();
    }

    private static List<Integer> lengths(List<int[]> prompts, int known) {
        return PrefixPlan.of(prompts, prefix -> Math.min(known, prefix.length)).stream()
                .map(prefix -> prefix.length)
                .toList();
    }

    @Test
    void of_promptsWithOneBeginning_computesItOnce() {
        var prompts = IntStream.range(0, 8).mapToObj(i -> prompt(100, 20, i)).toList();
        assertThat(lengths(prompts, 0)).containsExactly(100);
    }

    @Test
    void of_keptBeginning_computesNothing() {
        var prompts = IntStream.range(0, 8).mapToObj(i -> prompt(100, 20, i)).toList();
        assertThat(lengths(prompts, 100)).isEmpty();
    }

    @Test
    void of_twoCandidatesWithOneSystemMessage_makesATree() {
        var prompts = new ArrayList<int[]>();
        for (var candidate = 0; candidate < 2; candidate++) {
            for (var input = 0; input < 4; input++) {
                var prompt = prompt(60, 100, 0);
                for (var at = 60; at < 140; at++) {
                    prompt[at] = 500 + candidate;
                }
                prompt[140] = input;
                prompts.add(prompt);
            }
        }
        assertThat(lengths(prompts, 0)).containsExactly(60, 140, 140);
    }

    @Test
    void of_shortBeginnings_isNotWorthAPass() {
        var prompts = IntStream.range(0, 4).mapToObj(i -> prompt(10, 90, i)).toList();
        assertThat(lengths(prompts, 0)).isEmpty();
    }

    @Test
    void of_equalPrompts_leavesTheLastTokenToCompute() {
        var prompts = IntStream.range(0, 4).mapToObj(i -> prompt(100, 0, 0)).toList();
        assertThat(lengths(prompts, 0)).containsExactly(99);
    }

    @Test
    void of_promptThatBeginsAnother_sharesAllButItsLastToken() {
        assertThat(lengths(List.of(prompt(100, 0, 0), prompt(200, 0, 0)), 0)).containsExactly(99);
    }
}
