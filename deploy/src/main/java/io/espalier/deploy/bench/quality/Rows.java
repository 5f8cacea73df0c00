package io.espalier.deploy.bench.quality;

import io.espalier.deploy.bench.quality.Row.Draw;
import io.espalier.deploy.bench.quality.Row.Method;
import io.espalier.deploy.bench.quality.Run.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Runs by method, side, task and draw. A later run of the same work replaces an earlier one. */
record Rows(List<Row> all) {
    Rows {
        all = List.copyOf(all);
    }

    /** In the order of their first runs. */
    List<Method> methods() {
        return all.stream().map(Row::method).distinct().toList();
    }

    /** In the order of the tasks. */
    List<SynthTask> tasks() {
        return all.stream().map(Row::task).distinct().sorted().toList();
    }

    List<Row> of(Method method, Side side) {
        var own = method.on(side);
        return all.stream().filter(r -> r.side() == side && r.method().equals(own)).toList();
    }

    /** One per draw. */
    Map<Draw, Row> of(Method method, Side side, SynthTask task) {
        var rows = new LinkedHashMap<Draw, Row>();
        for (var row : of(method, side)) if (row.task() == task) rows.put(row.draw(), row);
        return rows;
    }

    /** Over the draws of one task. */
    Interval mean(Method method, Side side, SynthTask task, ToDoubleFunction<Row> what) {
        return Interval.of(
                of(method, side, task).values().stream()
                        .map(row -> what.applyAsDouble(row))
                        .toList());
    }

    /** Over the draws that have all tasks, of their means over the tasks. */
    Interval mean(Method method, Side side, ToDoubleFunction<Row> what) {
        var byTask = new ArrayList<Map<Draw, Double>>();
        for (var task : tasks()) {
            var values = new LinkedHashMap<Draw, Double>();
            of(method, side, task)
                    .forEach((draw, row) -> values.put(draw, what.applyAsDouble(row)));
            byTask.add(values);
        }
        return acrossTasks(byTask);
    }

    /** Test scores of Espalier's less DSPy's, over the draws of one task that both have. */
    Interval difference(Method method, SynthTask task) {
        return Interval.of(List.copyOf(differences(method, task).values()));
    }

    /** Over the draws that both have for all tasks, of the mean difference over the tasks. */
    Interval difference(Method method) {
        return acrossTasks(tasks().stream().map(task -> differences(method, task)).toList());
    }

    /** The task with the lowest difference; none where no draw has both sides. */
    Optional<SynthTask> worst(Method method) {
        return tasks().stream()
                .filter(task -> !difference(method, task).isEmpty())
                .min(Comparator.comparingDouble(task -> difference(method, task).mean()));
    }

    private Map<Draw, Double> differences(Method method, SynthTask task) {
        var peers = of(method, Side.DSPY, task);
        var differences = new LinkedHashMap<Draw, Double>();
        of(method, Side.ESPALIER, task)
                .forEach((draw, row) -> {
                    var peer = peers.get(draw);
                    if (peer != null) differences.put(draw, row.test() - peer.test());
                });
        return differences;
    }

    /** The tasks of a draw are no independent values: each draw counts once. */
    private static Interval acrossTasks(List<Map<Draw, Double>> byTask) {
        var means = new ArrayList<Double>();
        for (var draw : byTask.isEmpty() ? List.<Draw>of() : byTask.getFirst().keySet()) {
            if (!byTask.stream().allMatch(values -> values.containsKey(draw))) continue;
            double sum = 0;
            for (var values : byTask) sum += values.getOrDefault(draw, Double.NaN);
            means.add(sum / byTask.size());
        }
        return Interval.of(means);
    }

    /**
     * Espalier's wall time as a share of DSPy's with the best of its numbers of threads, over runs
     * on an endpoint that is slow enough.
     *
     * @param latency of the endpoint at the least, milliseconds per call
     */
    Interval wallOfDspy(Method method, int latency) {
        var shares = new ArrayList<Double>();
        for (var row : of(method, Side.ESPALIER)) {
            if (row.run().latency() < latency) continue;
            of(method, Side.DSPY).stream()
                    .filter(peer -> peer.run().sameWork(row.run()))
                    .mapToDouble(Row::seconds)
                    .min()
                    .ifPresent(best -> shares.add(row.seconds() / best));
        }
        return Interval.of(shares);
    }

    /** Espalier's model calls as a share of DSPy's: the mean over the tasks of their ratios. */
    double callsOfDspy(Method method) {
        return tasks().stream()
                .mapToDouble(task ->
                        mean(method, Side.ESPALIER, task, Row::modelCalls).mean()
                                / mean(method, Side.DSPY, task, Row::modelCalls).mean())
                .average()
                .orElse(Double.NaN);
    }
}
