package io.espalier.optimizers.fewshot;

import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.ProgramDefinition;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** How alike inputs are: the words that they share, of all words that either has (Jaccard). */
public final class WordOverlap {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    private final Map<Example, Set<String>> words = new IdentityHashMap<>();

    public WordOverlap(ProgramDefinition program, List<Example> examples) {
        for (var example : examples) words.put(example, words(program, example));
    }

    private static Set<String> words(ProgramDefinition program, Example example) {
        var inputs = example.fields().only(program.signature().inputs());
        var found = new HashSet<String>();
        for (var name : inputs.values().keySet()) {
            var matcher = WORD.matcher(inputs.text(name).toLowerCase(Locale.ROOT));
            while (matcher.find()) found.add(matcher.group());
        }
        return found;
    }

    /** Whether it is among those that were given. */
    public boolean knows(Example example) {
        return words.containsKey(example);
    }

    /** 0 for inputs without a common word, 1 for the same words. */
    public double of(Example a, Example b) {
        var first = words.getOrDefault(a, Set.of());
        var second = words.getOrDefault(b, Set.of());
        long common = first.stream().filter(second::contains).count();
        long all = first.size() + second.size() - common;
        return all == 0 ? 0 : common / (double) all;
    }
}
