package io.espalier.signatures.program;

import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Shows, of all of a predictor's demos, only the few whose inputs are most like those at hand, of
 * one example at most one, the likest last, next to the question. Like by letters and words ({@link
 * LexicalIndex}), or by the vectors of an embedding model. A run that is scored on the example that
 * a demo was made from is not shown that demo. Immutable but for what it remembers; safe for many
 * threads.
 */
public final class NearestDemos {
    private static final int ORIGIN_LENGTH = 16;

    private final int k;
    private final List<String> origins;
    private final @Nullable DemoVectors vectors;
    private volatile @Nullable Indexed indexed;

    private record Indexed(List<Demo> pool, LexicalIndex index) {}

    /**
     * @param k demos to show, at least 1
     * @param origins per demo, the {@linkplain #origin mark} of the example it was made from; none
     *     at all where nobody knows
     * @param vectors of the demos; null for likeness by letters and words
     */
    public NearestDemos(int k, List<String> origins, @Nullable DemoVectors vectors) {
        if (k < 1) {
            throw new IllegalArgumentException("nearest.k: " + k + " (expected: at least 1)");
        }
        this.k = k;
        this.origins = List.copyOf(origins);
        this.vectors = vectors;
    }

    public int k() {
        return k;
    }

    public List<String> origins() {
        return origins;
    }

    public @Nullable DemoVectors vectors() {
        return vectors;
    }

    /** Stands for an example with these inputs of the program. */
    public static String origin(Fields programInputs) {
        return programInputs.hash().substring(0, ORIGIN_LENGTH);
    }

    /** What of the fields is compared: the values of the inputs, in their order. */
    public static String text(Signature signature, Fields fields) {
        return signature.inputs().stream()
                .map(field -> fields.text(field.name()))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" | "));
    }

    /**
     * @throws IllegalArgumentException when it does not go with so many demos
     */
    void check(int demos) {
        if (!origins.isEmpty()) same("origins", origins.size(), demos);
        if (vectors != null) same("vectors", vectors.vectors().size(), demos);
    }

    private static void same(String what, int count, int demos) {
        if (count == demos) return;
        throw new IllegalArgumentException(
                "nearest: " + count + " " + what + " (expected: as many as demos, " + demos + ")");
    }

    /**
     * @throws io.espalier.signatures.model.ModelException when the inputs cannot be embedded
     */
    List<Demo> of(List<Demo> pool, Signature signature, Fields inputs, RunContext context) {
        var open = open(pool.size(), context.scoredOn());
        if (open.size() <= k) return open.stream().map(pool::get).toList();
        var text = text(signature, inputs);
        var known = vectors;
        return known == null
                ? best(pool, open, index(pool, signature).likeness(text))
                : best(pool, open, known.likeness(context.embed(known.model(), text)));
    }

    /** Without a model at hand: by letters and words, whatever is asked for. */
    public List<Demo> lexically(List<Demo> pool, Signature signature, Fields inputs) {
        if (pool.size() <= k) return pool;
        var likeness = index(pool, signature).likeness(text(signature, inputs));
        return best(pool, open(pool.size(), null), likeness);
    }

    /** The places of those that may be shown. */
    private List<Integer> open(int demos, @Nullable Fields scoredOn) {
        var own = scoredOn == null || origins.isEmpty() ? null : origin(scoredOn);
        return IntStream.range(0, demos)
                .filter(i -> own == null || !origins.get(i).equals(own))
                .boxed()
                .toList();
    }

    /** The likest, each from another example where that is known; the likest comes last. */
    private List<Demo> best(List<Demo> pool, List<Integer> open, double[] likeness) {
        var order =
                open.stream()
                        .sorted(Comparator.comparingDouble((Integer i) -> likeness[i]).reversed())
                        .toList();
        var shown = new ArrayDeque<Demo>();
        var from = new HashSet<String>();
        for (int i : order) {
            if (shown.size() == k) break;
            if (origins.isEmpty() || from.add(origins.get(i))) shown.addFirst(pool.get(i));
        }
        return List.copyOf(shown);
    }

    /** Indexing a pool takes milliseconds; states are mostly used again. */
    private LexicalIndex index(List<Demo> pool, Signature signature) {
        var known = indexed;
        if (known == null || known.pool != pool) {
            var texts = pool.stream().map(demo -> text(signature, demo.values())).toList();
            known = new Indexed(pool, new LexicalIndex(texts));
            indexed = known;
        }
        return known.index;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof NearestDemos other
                && k == other.k
                && origins.equals(other.origins)
                && Objects.equals(vectors, other.vectors);
    }

    @Override
    public int hashCode() {
        return Objects.hash(k, origins, vectors);
    }

    @Override
    public String toString() {
        var by = vectors == null ? "letters and words" : "vectors of " + vectors.model();
        return "the " + k + " nearest by " + by;
    }
}
