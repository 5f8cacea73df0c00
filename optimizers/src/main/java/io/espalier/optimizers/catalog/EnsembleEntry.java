package io.espalier.optimizers.catalog;

import static io.espalier.optimizers.catalog.Parameter.whole;

import io.espalier.optimizers.catalog.Parameter.Type;
import io.espalier.optimizers.ensemble.Ensemble;
import io.espalier.signatures.json.Json;
import java.util.List;

/** States that vote. */
final class EnsembleEntry {
    private EnsembleEntry() {}

    static final String NAME = "ensemble";

    static final OptimizerEntry ENSEMBLE =
            new OptimizerEntry(
                    NAME,
                    "Runs another optimizer and lets several of the states that it found vote, where"
                            + " that gains more than chance would.",
                    "what the other optimizer takes + |validation|; with a limit up to 4 x"
                            + " |validation| of it; each run of the result is a run of every member",
                    List.of(
                            new Parameter(
                                    "of",
                                    new Type.Nested(List.of(NAME)),
                                    Json.text("trellis"),
                                    "The optimizer whose states vote."),
                            whole(
                                    "size",
                                    Ensemble.DEFAULT_SIZE,
                                    Ensemble.DEFAULT_SIZE,
                                    "Most members, of which an odd number votes.")),
                    EnsembleEntry::make);

    private static Ensemble make(Arguments arguments) {
        var of = arguments.optimizer("of");
        return new Ensemble(of.name(), of.optimizer(), arguments.whole("size"));
    }
}
