package io.espalier.optimizers.catalog;

import static io.espalier.optimizers.catalog.Parameter.whole;

import io.espalier.optimizers.catalog.Parameter.Type;
import io.espalier.optimizers.simba.Simba;
import io.espalier.optimizers.simba.SimbaSettings;
import java.util.List;

/** Ascent on mini-batches. */
final class SimbaEntry {
    private static final SimbaSettings DEFAULT = SimbaSettings.DEFAULT;
    private static final SimbaSettings ORIGINAL = SimbaSettings.ORIGINAL;

    private SimbaEntry() {}

    static final OptimizerEntry SIMBA =
            new OptimizerEntry(
                    "simba",
                    "Climbs on small batches: examples on which runs differ become demos and"
                            + " advice.",
                    "batch x (4 + steps x (candidates + 2)) + up to 6 x |validation|"
                            + " + 2 x |train|",
                    List.of(
                            new Parameter(
                                    "batch",
                                    new Type.Whole(1),
                                    null,
                                    "Examples per step; "
                                            + DEFAULT.batch()
                                            + ", with parity "
                                            + ORIGINAL.batch()
                                            + "."),
                            new Parameter(
                                    "candidates",
                                    new Type.Whole(1),
                                    null,
                                    "New programs per step; "
                                            + DEFAULT.candidates()
                                            + ", with parity "
                                            + ORIGINAL.candidates()
                                            + "."),
                            new Parameter(
                                    "steps",
                                    new Type.Whole(1),
                                    null,
                                    "Most steps; "
                                            + DEFAULT.steps()
                                            + ", with parity "
                                            + ORIGINAL.steps()
                                            + "."),
                            whole(
                                    "max-demos",
                                    DEFAULT.maxDemos(),
                                    0,
                                    "Most demos per predictor; 0 for advice only."),
                            Parameter.parity("With dspy, the schedule of DSPy's SIMBA.")),
                    SimbaEntry::make);

    private static Simba make(Arguments arguments) {
        var original = arguments.parity();
        var fallback = original ? ORIGINAL : DEFAULT;
        return new Simba(
                new SimbaSettings(
                        arguments.wholeOr("batch", fallback.batch()),
                        arguments.wholeOr("candidates", fallback.candidates()),
                        arguments.wholeOr("steps", fallback.steps()),
                        arguments.whole("max-demos")),
                original);
    }
}
