package io.espalier.optimizers.catalog;

import io.espalier.optimizers.auto.Auto;
import java.util.List;

/** The optimizer that chooses one. */
final class AutoEntry {
    private AutoEntry() {}

    static final OptimizerEntry AUTO =
            new OptimizerEntry(
                    "auto",
                    "Chooses an optimizer by the data, the budget, the metric and the models, and"
                            + " says why.",
                    "up to 6, and what the chosen optimizer takes",
                    List.of(),
                    arguments -> new Auto());
}
