package io.espalier.optimizers.catalog;

import io.espalier.optimizers.auto.Auto;
import io.espalier.optimizers.catalog.Parameter.Type;
import io.espalier.signatures.json.Json;
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
                    List.of(
                            new Parameter(
                                    "race",
                                    new Type.Choice(List.of("off", "on")),
                                    Json.text("off"),
                                    "Whether trellis, gepa and miprov2 race instead, where they"
                                            + " can.")),
                    arguments -> new Auto(arguments.choice("race").equals("on")));
}
