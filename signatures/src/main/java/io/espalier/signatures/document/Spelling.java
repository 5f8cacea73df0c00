package io.espalier.signatures.document;

import java.util.Collection;
import java.util.Comparator;

/** Guesses what a misspelled word was meant to be. */
public final class Spelling {
    private Spelling() {}

    /** {@code ", did you mean 'x'?"}, or "" when no known word is near. */
    public static String suggestion(String word, Collection<String> known) {
        var most = Math.max(1, word.length() / 3);
        return known.stream()
                .filter(k -> distance(word.replace('_', '-'), k) <= most)
                .min(Comparator.comparingInt(k -> distance(word.replace('_', '-'), k)))
                .map(k -> ", did you mean '" + k + "'?")
                .orElse("");
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        var previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) previous[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            var current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
