package io.espalier.optimizers.fewshot;

import io.espalier.signatures.data.Example;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Draws demo sets: anew, or from two that did well. */
final class DemoSetDraws {
    /** Chance that a set is as large as allowed; otherwise any size is as likely. */
    private static final double FULL = 0.8;

    /** Chance that a place in a crossed set goes to an example that neither parent shows. */
    private static final double FRESH = 0.2;

    private final Stock stock;
    private final BootstrapSettings settings;
    private final RandomGenerator random;

    DemoSetDraws(Stock stock, BootstrapSettings settings, RandomGenerator random) {
        this.stock = stock;
        this.settings = settings;
        this.random = random;
    }

    DemoSet labelled() {
        var labels = new LinkedHashSet<Example>();
        fill(labels, Set.of(), settings.maxLabeled(), List.of(), stock.examples());
        return new DemoSet(List.of(), List.copyOf(labels), List.of());
    }

    DemoSet fresh() {
        return draw(List.of(), List.of());
    }

    /** Mostly of examples that one of the two shows. */
    DemoSet crossed(DemoSet one, DemoSet other) {
        var runs = new ArrayList<>(one.runs());
        runs.addAll(other.runs());
        var labels = new ArrayList<>(one.labels());
        labels.addAll(other.labels());
        return draw(runs, labels);
    }

    private DemoSet draw(List<Example> knownRuns, List<Example> knownLabels) {
        int most = settings.maxBootstrapped();
        var showable = stock.showable(most);
        var runs = new LinkedHashSet<Example>();
        fill(runs, Set.of(), size(Math.min(1, most), most), knownRuns, showable);
        int room = Math.max(0, settings.maxLabeled() - runs.size());
        var labels = new LinkedHashSet<Example>();
        fill(labels, runs, size(0, room), knownLabels, stock.examples());
        var instead = new LinkedHashSet<Example>();
        fill(instead, runs, labels.size(), List.of(), showable);
        return new DemoSet(List.copyOf(runs), List.copyOf(labels), List.copyOf(instead));
    }

    private int size(int least, int most) {
        return random.nextDouble() < FULL ? most : least + random.nextInt(most - least + 1);
    }

    private void fill(
            Set<Example> chosen,
            Set<Example> taken,
            int size,
            List<Example> known,
            List<Example> all) {
        while (chosen.size() < size) {
            var left = without(all, chosen, taken);
            if (left.isEmpty()) return;
            var familiar = without(known, chosen, taken);
            var from = familiar.isEmpty() || random.nextDouble() < FRESH ? left : familiar;
            chosen.add(stock.draw(from, chosen, random));
        }
    }

    private static List<Example> without(
            List<Example> examples, Set<Example> chosen, Set<Example> taken) {
        return examples.stream().filter(e -> !chosen.contains(e) && !taken.contains(e)).toList();
    }
}
