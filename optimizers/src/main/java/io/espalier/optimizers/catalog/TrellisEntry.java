package io.espalier.optimizers.catalog;

import static io.espalier.optimizers.catalog.Parameter.whole;

import io.espalier.optimizers.catalog.Parameter.Type;
import io.espalier.optimizers.trellis.Trellis;
import io.espalier.signatures.json.Json;
import java.util.List;

/** The house's own optimizer. */
final class TrellisEntry {
    private TrellisEntry() {}

    static final OptimizerEntry TRELLIS =
            new OptimizerEntry(
                    "trellis",
                    "Writes instructions by reflecting on all the data, chooses demos for what they"
                            + " add to them, and decides by paired halvings.",
                    "effort x (350 + 3.5 min(|validation|, 300)) + |validation|, or what the budget"
                            + " leaves; and predictors x (chains x depth + about half as many)"
                            + " proposals",
                    List.of(
                            new Parameter(
                                    "effort",
                                    new Type.Choice(List.of("light", "medium", "heavy")),
                                    Json.text("medium"),
                                    "How much is spent: half as much, the usual, or twice as much."),
                            whole("chains", 4, 1, "Drafts that are written side by side."),
                            whole("depth", 3, 1, "Reflections that each draft goes through."),
                            whole("max-demos", 8, 0, "Most demos per predictor.")),
                    a ->
                            new Trellis(
                                    Trellis.Effort.of(a.choice("effort")),
                                    a.whole("chains"),
                                    a.whole("depth"),
                                    a.whole("max-demos")));
}
