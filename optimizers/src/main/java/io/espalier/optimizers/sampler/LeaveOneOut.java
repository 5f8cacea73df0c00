package io.espalier.optimizers.sampler;

import io.espalier.optimizers.sampler.Observation.Complete;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses between two ways to group parameters by what they would have said: each of up to 60
 * complete trials is left out in turn, scored by the ratio that the others give, and the grouping
 * whose scores agree better with the real values (Spearman's rank correlation) is favoured.
 */
final class LeaveOneOut {
    private static final int MOST = 60;

    private LeaveOneOut() {}

    /** Whether the first grouping is strictly better. */
    static boolean favours(
            Space space,
            List<List<String>> first,
            List<List<String>> second,
            List<Observation> history) {
        var complete = new ArrayList<>(history);
        complete.removeIf(o -> !(o.result() instanceof Complete));
        complete.sort(Comparator.comparingLong(Observation::number));
        var left = complete.subList(Math.max(0, complete.size() - MOST), complete.size());
        var values = new double[left.size()];
        var byFirst = new double[left.size()];
        var bySecond = new double[left.size()];
        for (int i = 0; i < values.length; i++) {
            var out = left.get(i);
            var others = history.stream().filter(o -> o != out).toList();
            var split = Split.of(others);
            values[i] = out.result() instanceof Complete(var value) ? value : 0;
            byFirst[i] = score(space, first, split, out);
            bySecond[i] = score(space, second, split, out);
        }
        return correlation(ranks(values), ranks(byFirst))
                > correlation(ranks(values), ranks(bySecond));
    }

    private static double score(
            Space space, List<List<String>> groups, Split split, Observation out) {
        return groups.stream()
                .filter(group -> group.stream().allMatch(out.assignment()::has))
                .mapToDouble(group -> Ratio.of(space, group, split).at(out.assignment().values()))
                .sum();
    }

    /** Ranks from 0 on; equals share the middle of theirs. */
    private static double[] ranks(double[] values) {
        var order =
                IntStream.range(0, values.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> values[i]))
                        .mapToInt(i -> i)
                        .toArray();
        var ranks = new double[values.length];
        for (int from = 0, to; from < order.length; from = to) {
            to = from + 1;
            while (to < order.length && values[order[to]] == values[order[from]]) to++;
            for (int k = from; k < to; k++) ranks[order[k]] = (from + to - 1) / 2.0;
        }
        return ranks;
    }

    /** 0 where one side does not vary. */
    private static double correlation(double[] x, double[] y) {
        int n = x.length;
        double middle = (n - 1) / 2.0;
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < n; i++) {
            xy += (x[i] - middle) * (y[i] - middle);
            xx += (x[i] - middle) * (x[i] - middle);
            yy += (y[i] - middle) * (y[i] - middle);
        }
        return xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
    }
}
