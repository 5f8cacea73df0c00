package io.espalier.optimizers.front;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Points of objectives, more is better in each coordinate. */
final class Points {
    private Points() {}

    /** At least as good everywhere; equal points cover each other. */
    static boolean covers(double[] better, double[] worse) {
        for (int i = 0; i < better.length; i++) {
            if (better[i] < worse[i]) return false;
        }
        return true;
    }

    /** The points that no other covers; of equal ones the first. Keeps their order. */
    static List<double[]> undominated(List<double[]> points) {
        return undominated(points, Function.identity());
    }

    static <T> List<T> undominated(List<T> all, Function<T, double[]> point) {
        var kept = new ArrayList<T>();
        for (var one : all) {
            if (kept.stream().anyMatch(k -> covers(point.apply(k), point.apply(one)))) continue;
            kept.removeIf(k -> covers(point.apply(one), point.apply(k)));
            kept.add(one);
        }
        return kept;
    }
}
