package io.espalier.optimizers.catalog;

import static io.espalier.optimizers.catalog.Parameter.whole;

import io.espalier.optimizers.catalog.Parameter.Type;
import io.espalier.optimizers.fewshot.BootstrapSettings;
import io.espalier.optimizers.rules.InferRules;
import io.espalier.optimizers.rules.RulesSettings;
import io.espalier.signatures.job.Job;
import java.util.List;

/** Rules from examples and runs. */
final class InferRulesEntry {
    private static final RulesSettings DEFAULT = RulesSettings.DEFAULT;
    private static final RulesSettings ORIGINAL = RulesSettings.ORIGINAL;

    private InferRulesEntry() {}

    static final OptimizerEntry INFER_RULES =
            new OptimizerEntry(
                    "infer-rules",
                    "Has a model state the task's rules from examples and runs, and puts them under"
                            + " the instructions, beside demos.",
                    "up to |train| for the demos + 48 + about (candidates / 2 + rounds) x |train|"
                            + " + up to 4 x |validation| + 2 x |train|",
                    List.of(
                            whole(
                                    "candidates",
                                    DEFAULT.candidates(),
                                    1,
                                    "Rule sets that are tried, each with rules for every"
                                            + " predictor."),
                            whole("rules", DEFAULT.rules(), 1, "Most rules per predictor."),
                            whole(
                                    "rounds",
                                    DEFAULT.rounds(),
                                    1,
                                    "Rounds in which the rule sets are made; later ones revise the"
                                            + " best. With parity there is one."),
                            whole(
                                    "max-bootstrapped",
                                    DEFAULT.demos().maxBootstrapped(),
                                    0,
                                    "Most demos per predictor that come from the program's own"
                                            + " runs."),
                            new Parameter(
                                    "max-labeled",
                                    new Type.Whole(0),
                                    null,
                                    "Most demos per predictor in all; "
                                            + DEFAULT.demos().maxLabeled()
                                            + ", with parity "
                                            + ORIGINAL.demos().maxLabeled()
                                            + "."),
                            Parameter.parity("With dspy, the schedule of DSPy's InferRules.")),
                    InferRulesEntry::make);

    private static InferRules make(Arguments arguments) {
        var original = arguments.parity();
        var demos = (original ? ORIGINAL : DEFAULT).demos();
        return new InferRules(
                new RulesSettings(
                        arguments.whole("candidates"),
                        arguments.whole("rules"),
                        arguments.whole("rounds"),
                        new BootstrapSettings(
                                arguments.whole("max-bootstrapped"),
                                arguments.wholeOr("max-labeled", demos.maxLabeled()),
                                demos.maxRounds(),
                                demos.metricThreshold(),
                                Job.Role.TASK)),
                original);
    }
}
