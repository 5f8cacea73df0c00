package io.espalier.coordinator.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Candidates in the order of their lineage. Optimizers report a candidate once it is worth it, the
 * winner often first, so the order of their reports is not that of their making.
 */
public final class Lineage {
    private Lineage() {}

    /**
     * Each after those that it was made from, otherwise in the order given. A parent that is not
     * among them is passed over, and so is a circle.
     */
    public static <T> List<T> parentsFirst(
            List<T> reported, Function<T, String> label, Function<T, List<String>> parents) {
        var byLabel = new HashMap<String, T>();
        for (var one : reported) byLabel.putIfAbsent(label.apply(one), one);
        var ordered = new ArrayList<T>();
        // By reference: comparing candidates by value means comparing all of their outcomes.
        var begun = Collections.newSetFromMap(new IdentityHashMap<T, Boolean>());
        for (var one : reported) add(one, byLabel, parents, begun, ordered);
        return ordered;
    }

    private static <T> void add(
            T one,
            Map<String, T> byLabel,
            Function<T, List<String>> parents,
            Set<T> begun,
            List<T> ordered) {
        if (!begun.add(one)) return;
        for (var parent : parents.apply(one)) {
            var made = byLabel.get(parent);
            if (made != null) add(made, byLabel, parents, begun, ordered);
        }
        ordered.add(one);
    }
}
