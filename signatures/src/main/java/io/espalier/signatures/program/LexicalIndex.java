package io.espalier.signatures.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How alike texts are by their letters and words, without any model. It knows no meanings: "car"
 * and "automobile" have nothing in common here, "cancel" and "cancelled" much.
 *
 * <p>A text is a point with one coordinate per word and one per hashed run of three to five letters
 * (within words, their ends marked), each weighing (1 + log count) x idf: what few of the indexed
 * texts have weighs more. Words and letters are brought to length 1 each, so that both count alike.
 * Likeness is the cosine. Deterministic, and the same on every machine: hashes are those of {@link
 * String#hashCode}.
 *
 * <p>Salton and Buckley, 1988, for the weights; Cavnar and Trenkle, 1994, for runs of letters. Safe
 * for many threads.
 */
final class LexicalIndex {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final int SHORTEST = 3;
    private static final int LONGEST = 5;

    private final Map<Integer, Double> idf = new HashMap<>();
    private final List<Map<Integer, Double>> points = new ArrayList<>();
    private final double unseen;

    LexicalIndex(List<String> texts) {
        var counts = texts.stream().map(LexicalIndex::counts).toList();
        var having = new HashMap<Integer, Integer>();
        for (var count : counts) {
            for (var feature : count.keySet()) having.merge(feature, 1, Integer::sum);
        }
        having.forEach((feature, texts_) -> idf.put(feature, idf(texts.size(), texts_)));
        this.unseen = idf(texts.size(), 0);
        for (var count : counts) points.add(point(count));
    }

    private static double idf(int texts, int having) {
        return Math.log((1.0 + texts) / (1.0 + having)) + 1;
    }

    /** The likeness of each indexed text to this one, 0 to 1, in the order of the index. */
    double[] likeness(String text) {
        var point = point(counts(text));
        return points.stream().mapToDouble(other -> dot(point, other)).toArray();
    }

    private static Map<Integer, Integer> counts(String text) {
        var counts = new HashMap<Integer, Integer>();
        var words = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (words.find()) {
            var word = words.group();
            counts.merge(even(word.hashCode()), 1, Integer::sum);
            var marked = "<" + word + ">";
            for (int length = SHORTEST; length <= LONGEST; length++) {
                for (int from = 0; from + length <= marked.length(); from++) {
                    var run = marked.substring(from, from + length);
                    counts.merge(odd(run.hashCode()), 1, Integer::sum);
                }
            }
        }
        return counts;
    }

    /** Words have even numbers, runs of letters odd ones. */
    private static int even(int hash) {
        return hash << 1;
    }

    private static int odd(int hash) {
        return hash << 1 | 1;
    }

    private Map<Integer, Double> point(Map<Integer, Integer> counts) {
        var point = new HashMap<Integer, Double>();
        var squares = new double[2];
        counts.forEach((feature, count) -> {
            double weight = (1 + Math.log(count)) * idf.getOrDefault(feature, unseen);
            point.put(feature, weight);
            squares[feature & 1] += weight * weight;
        });
        point.replaceAll((feature, weight) -> weight / Math.sqrt(2 * squares[feature & 1]));
        return point;
    }

    private static double dot(Map<Integer, Double> one, Map<Integer, Double> other) {
        double sum = 0;
        for (var entry : one.entrySet()) {
            sum += entry.getValue() * other.getOrDefault(entry.getKey(), 0.0);
        }
        return sum;
    }
}
