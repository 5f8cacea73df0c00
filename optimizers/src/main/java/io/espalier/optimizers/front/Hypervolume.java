package io.espalier.optimizers.front;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The volume of all that a set of points covers: everything that is at most as good as one of them
 * in every objective, and better than a reference point. One number for a whole front. It grows
 * with every point that no other covers, and with nothing else.
 *
 * <p>Exact, by exclusive volumes (While, Bradstreet and Barone, "A Fast Way of Calculating Exact
 * Hypervolumes", IEEE Transactions on Evolutionary Computation 16(1), 2012):
 *
 * <ol>
 *   <li>Put the points in a row. The volume is the sum of what each covers that no later one does.
 *   <li>That is the box from the reference to the point, less the volume of the later points with
 *       each coordinate cut down to the point's own: what they cover within the box.
 *   <li>Most of the cut points are covered by others now and fall away, so the recursion is short.
 * </ol>
 *
 * <p>In a row by their last objective, best first, each cut of a later point leaves its last
 * coordinate alone. Two objectives are a staircase and are summed directly. The worst case is
 * exponential in the number of objectives; a hundred points with 5, none of which covers another,
 * take about a tenth of a second.
 */
final class Hypervolume {
    private final double[] reference;

    /**
     * @param reference what nothing is worth, one coordinate per objective; points that are not
     *     better in all of them cover no volume
     */
    Hypervolume(double... reference) {
        this.reference = reference.clone();
    }

    double of(List<double[]> points) {
        var within = new ArrayList<double[]>();
        for (var point : points) {
            if (isWithin(point)) within.add(point);
        }
        return volume(Points.undominated(within));
    }

    /** What {@code point} covers and none of {@code others} does. */
    double added(double[] point, List<double[]> others) {
        if (!isWithin(point)) return 0;
        return Math.max(0, exclusive(point, others));
    }

    private boolean isWithin(double[] point) {
        if (point.length != reference.length) {
            throw new IllegalArgumentException(
                    "a point of " + point.length + " (expected: " + reference.length + ")");
        }
        for (int i = 0; i < point.length; i++) {
            if (!(point[i] > reference[i])) return false;
        }
        return true;
    }

    /**
     * @param points none of which another covers
     */
    private double volume(List<double[]> points) {
        int last = reference.length - 1;
        var row = new ArrayList<>(points);
        row.sort(Comparator.comparingDouble((double[] p) -> p[last]).reversed());
        if (last == 1) return staircase(row);
        double sum = 0;
        for (int i = 0; i < row.size(); i++) {
            sum += exclusive(row.get(i), row.subList(i + 1, row.size()));
        }
        return sum;
    }

    private double exclusive(double[] point, List<double[]> others) {
        var cut = new ArrayList<double[]>();
        for (var other : others) {
            var inside = other.clone();
            for (int i = 0; i < inside.length; i++) inside[i] = Math.min(inside[i], point[i]);
            if (isWithin(inside)) cut.add(inside);
        }
        return box(point) - volume(Points.undominated(cut));
    }

    private double box(double[] point) {
        double box = 1;
        for (int i = 0; i < point.length; i++) box *= point[i] - reference[i];
        return box;
    }

    /**
     * @param row by its second coordinate, best first, so by its first one, worst first
     */
    private double staircase(List<double[]> row) {
        double sum = 0;
        double from = reference[0];
        for (var step : row) {
            sum += (step[0] - from) * (step[1] - reference[1]);
            from = step[0];
        }
        return sum;
    }
}
