package io.espalier.optimizers.catalog;

import java.util.Collection;
import java.util.Comparator;

/** Names what a mistyped word was meant to be, and what else there is. */
public final class DidYouMean {
    private DidYouMean() {}

    /** {@code ; did you mean 'x'? There are: x, y, z}. */
    public static String hint(String word, Collection<String> known) {
        var nearest =
                known.stream()
                        .min(Comparator.comparingInt(k -> distance(word, k)))
                        .filter(k -> distance(word, k) <= Math.max(2, k.length() / 3));
        return nearest.map(k -> "; did you mean '" + k + "'?").orElse(";")
                + " There are: "
                + String.join(", ", known);
    }

    /** Edits of one character that turn one word into the other (Levenshtein). */
    static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int same = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(same, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
