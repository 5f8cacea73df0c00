package io.espalier.optimizers.front;

import io.espalier.optimizers.Evaluation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The named parts of a study's metric as the ends that its candidates are compared by. */
public record Objectives(List<String> names) {
    /** Hypervolume is for these; with more, hardly any candidate beats another. */
    private static final int MOST = 5;

    public Objectives {
        names = List.copyOf(names);
    }

    /** Of a metric that is not made of several. */
    public static Objectives none() {
        return new Objectives(List.of());
    }

    /** Whether they span a front: 2 to 5. */
    public boolean spanFront() {
        return names.size() >= 2 && names.size() <= MOST;
    }

    /** Mean scores by objective, in their order. */
    public SequencedMap<String, Double> scores(Evaluation evaluation) {
        return scores(means(evaluation));
    }

    SequencedMap<String, Double> scores(double[] means) {
        var scores = new LinkedHashMap<String, Double>();
        for (int i = 0; i < means.length; i++) scores.put(names.get(i), means[i]);
        return scores;
    }

    /** In the order of the names, over the runs with a score; one without the part counts as 0. */
    double[] means(Evaluation evaluation) {
        var means = new double[names.size()];
        for (int i = 0; i < means.length; i++) {
            double sum = 0;
            for (var outcome : evaluation.outcomes()) {
                var score = outcome.score();
                if (score != null) sum += score.parts().getOrDefault(names.get(i), 0.0);
            }
            means[i] = sum / Math.max(1, evaluation.scored());
        }
        return means;
    }
}
