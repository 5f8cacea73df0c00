package io.espalier.optimizers.catalog;

import io.espalier.optimizers.catalog.Parameter.Type;
import io.espalier.optimizers.together.BetterTogether;
import io.espalier.optimizers.together.BetterTogether.Prompting;
import io.espalier.optimizers.together.Strategy;
import io.espalier.optimizers.together.WeightPhase;
import io.espalier.signatures.json.Json;
import java.util.List;
import java.util.Optional;

/** Phases of prompts and weights. */
final class BetterTogetherEntry {
    private static final String NAME = "better-together";
    private static final Type OPTIMIZER = new Type.Nested(List.of(NAME, EnsembleEntry.NAME));

    private BetterTogetherEntry() {}

    static final OptimizerEntry BETTER_TOGETHER =
            new OptimizerEntry(
                    NAME,
                    "Runs optimizers in phases, each from where the former one got to, and keeps the"
                            + " best over all.",
                    "that of its phases, which share the budget equally",
                    List.of(
                            new Parameter(
                                    "strategy",
                                    new Type.Formed(
                                            "phases p (prompts) and w (weights), such as p -> p",
                                            BetterTogetherEntry::fault),
                                    Json.text("p -> p"),
                                    "The phases in order; w needs a build that trains weights."),
                            new Parameter(
                                    "prompt",
                                    OPTIMIZER,
                                    Json.text("trellis"),
                                    "The optimizer of a first phase of prompts."),
                            new Parameter(
                                    "then",
                                    OPTIMIZER,
                                    Json.text("bootstrap-random-search"),
                                    "The optimizer of later phases of prompts.")),
                    BetterTogetherEntry::make);

    private static Optional<String> fault(String text) {
        try {
            var trains = Strategy.parse(text).trains();
            if (!trains || WeightPhase.present().isPresent()) return Optional.empty();
            return Optional.of(
                    "'" + text + "' has a phase of weights; " + BetterTogether.CANNOT_TRAIN);
        } catch (IllegalArgumentException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    private static BetterTogether make(Arguments arguments) {
        return new BetterTogether(
                Strategy.parse(arguments.choice("strategy")),
                prompting(arguments.optimizer("prompt")),
                prompting(arguments.optimizer("then")),
                WeightPhase.present().orElse(null));
    }

    private static Prompting prompting(OptimizerChoice choice) {
        return new Prompting(choice.name(), choice.optimizer());
    }
}
