package io.espalier.worker.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Which prefixes of a set of prompts are worth computing once. The prompts in sorted order are a
 * prefix tree; a node is worth it when the tokens that its leaves would compute again outweigh the
 * one more forward pass.
 */
final class PrefixPlan {

    /** What one more forward pass costs, in tokens. */
    private static final int PASS_TOKENS = 48;

    private final int[][] sorted;
    private final ToIntFunction<int[]> known;
    private final List<int[]> prefixes = new ArrayList<>();

    private PrefixPlan(int[][] sorted, ToIntFunction<int[]> known) {
        this.sorted = sorted;
        this.known = known;
    }

    /**
     * @param known how many tokens of a prompt are kept already
     * @return prefixes to compute, each before those that extend it
     */
    static List<int[]> of(Collection<int[]> prompts, ToIntFunction<int[]> known) {
        var sorted = prompts.toArray(int[][]::new);
        Arrays.sort(sorted, Arrays::compare);
        var plan = new PrefixPlan(sorted, known);
        plan.node(0, sorted.length, 0);
        return plan.prefixes;
    }

    /** The subtree of prompts from..to, of which {@code depth} tokens are paid for. */
    private void node(int from, int to, int depth) {
        if (to - from < 2) {
            return;
        }
        var shared = shared(sorted[from], sorted[to - 1]);
        var paid = depth;
        // The last token of a prompt is always computed: its logits are wanted.
        var cut = Math.min(shared, sorted[from].length - 1);
        if (cut > depth) {
            var prefix = Arrays.copyOf(sorted[from], cut);
            paid = Math.max(depth, known.applyAsInt(prefix));
            if ((long) (to - from - 1) * (cut - paid) >= PASS_TOKENS) {
                prefixes.add(prefix);
                paid = cut;
            }
        }
        for (var start = from; start < to; ) {
            var end = start + 1;
            while (end < to && sameToken(sorted[start], sorted[end], shared)) {
                end++;
            }
            if (end - start < to - from) {
                node(start, end, paid);
            }
            start = end;
        }
    }

    private static boolean sameToken(int[] a, int[] b, int at) {
        return a.length > at && b.length > at && a[at] == b[at];
    }

    /** How many leading tokens two prompts have in common. */
    static int shared(int[] a, int[] b) {
        var at = Arrays.mismatch(a, b);
        return at < 0 ? a.length : at;
    }
}
