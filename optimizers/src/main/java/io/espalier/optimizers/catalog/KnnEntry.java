package io.espalier.optimizers.catalog;

import static io.espalier.optimizers.catalog.Parameter.whole;

import io.espalier.optimizers.catalog.Parameter.Type;
import io.espalier.optimizers.fewshot.BootstrapSettings;
import io.espalier.optimizers.knn.KnnFewShot;
import java.util.List;

/** Demos chosen by each input. */
final class KnnEntry {
    private static final BootstrapSettings DEFAULT = BootstrapSettings.DEFAULT;
    private static final int LABELED = 8;

    private KnnEntry() {}

    static final OptimizerEntry KNN =
            new OptimizerEntry(
                    "knn-few-shot",
                    "Shows with every input the demos whose inputs are most like it.",
                    "up to min(pool, |train|) x max-rounds + 5 x |train| + 3 x |validation|",
                    List.of(
                            whole(
                                    "k",
                                    KnnFewShot.DEFAULT_K,
                                    1,
                                    "Most demos shown per predictor; half and a quarter are tried, too."),
                            whole(
                                    "pool",
                                    KnnFewShot.DEFAULT_POOL,
                                    1,
                                    "Most training examples that demos are made from."),
                            whole(
                                    "max-labeled",
                                    LABELED,
                                    0,
                                    "Labelled demos that the runs are made with."),
                            FewShotEntries.MAX_ROUNDS,
                            FewShotEntries.METRIC_THRESHOLD,
                            FewShotEntries.TEACHER,
                            new Parameter(
                                    "embedding",
                                    new Type.Text(),
                                    null,
                                    "Embedding model at the task's endpoint; without one, likeness"
                                            + " is by letters and words.")),
                    KnnEntry::make);

    private static KnnFewShot make(Arguments arguments) {
        return new KnnFewShot(
                arguments.whole("k"),
                arguments.whole("pool"),
                new BootstrapSettings(
                        0,
                        arguments.whole("max-labeled"),
                        arguments.whole("max-rounds"),
                        arguments.number("metric-threshold"),
                        arguments.role("teacher")),
                arguments.textOrNone("embedding"));
    }
}
