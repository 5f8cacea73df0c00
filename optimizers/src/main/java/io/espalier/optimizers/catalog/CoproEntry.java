package io.espalier.optimizers.catalog;

import static io.espalier.optimizers.catalog.Parameter.whole;

import io.espalier.optimizers.copro.Copro;
import io.espalier.optimizers.copro.CoproSettings;
import java.util.List;

/** Coordinate ascent on instructions. */
final class CoproEntry {
    private static final CoproSettings DEFAULT = CoproSettings.DEFAULT;

    private CoproEntry() {}

    static final OptimizerEntry COPRO =
            new OptimizerEntry(
                    "copro",
                    "Proposes many instructions for one predictor after the other and keeps what"
                            + " wins.",
                    "about predictors x depth x breadth x |train| / 2 + up to 4 x |validation|"
                            + " + 2 x |train|",
                    List.of(
                            whole(
                                    "breadth",
                                    DEFAULT.breadth(),
                                    2,
                                    "New instructions per predictor and round."),
                            whole("depth", DEFAULT.depth(), 1, "Rounds over the predictors."),
                            Parameter.parity("With dspy, the schedule of DSPy's COPRO.")),
                    arguments ->
                            new Copro(
                                    new CoproSettings(
                                            arguments.whole("breadth"), arguments.whole("depth")),
                                    arguments.parity()));
}
