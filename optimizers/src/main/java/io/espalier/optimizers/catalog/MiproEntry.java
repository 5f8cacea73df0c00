package io.espalier.optimizers.catalog;

import static io.espalier.optimizers.catalog.Parameter.whole;

import io.espalier.optimizers.catalog.Parameter.Type;
import io.espalier.optimizers.miprov2.Effort;
import io.espalier.optimizers.miprov2.MiproSettings;
import io.espalier.optimizers.miprov2.MiproSettings.Guide;
import io.espalier.optimizers.miprov2.MiproSettings.Parity;
import io.espalier.optimizers.miprov2.MiproV2;
import io.espalier.signatures.json.Json;
import java.util.List;
import java.util.Locale;

/** MIPROv2 in study files. */
final class MiproEntry {
    private static final MiproSettings DEFAULT = MiproSettings.DEFAULT;

    private MiproEntry() {}

    static final OptimizerEntry MIPRO =
            new OptimizerEntry(
                    "miprov2",
                    "Searches instructions and demo sets of all predictors together.",
                    "the budget's metric calls; without that limit about trials x minibatch-size"
                            + " + 2 x trials / full-eval-every x |validation|",
                    List.of(
                            new Parameter(
                                    "effort",
                                    new Type.Choice(List.of("light", "medium", "heavy")),
                                    Json.text("light"),
                                    "Candidates, trials, and most validation examples: 6 and 100,"
                                            + " 12 and 300, 18 and 1000."),
                            new Parameter(
                                    "candidates",
                                    new Type.Whole(2),
                                    null,
                                    "Demo sets per predictor, and twice the first instructions"
                                            + " (default: the effort's)."),
                            new Parameter(
                                    "trials",
                                    new Type.Whole(1),
                                    null,
                                    "Most configurations to try (default: the effort's, or as many as the"
                                            + " budget covers)."),
                            whole(
                                    "minibatch-size",
                                    DEFAULT.minibatch(),
                                    1,
                                    "Validation examples per trial."),
                            whole(
                                    "full-eval-every",
                                    DEFAULT.fullEvalEvery(),
                                    1,
                                    "Trials side by side, before the best go on to all examples."),
                            whole(
                                    "max-bootstrapped",
                                    DEFAULT.maxBootstrapped(),
                                    0,
                                    "Most demos per predictor that come from the program's own runs."),
                            whole(
                                    "max-labeled",
                                    DEFAULT.maxLabeled(),
                                    0,
                                    "Most demos per predictor in all; labelled examples fill up to it."),
                            new Parameter(
                                    "metric-threshold",
                                    new Type.Number(0, 1),
                                    Json.tree(DEFAULT.metricThreshold()),
                                    "Score from which a run is good enough to be shown as a demo."),
                            new Parameter(
                                    "proposal-temperature",
                                    new Type.Number(0, 2),
                                    Json.tree(DEFAULT.temperature()),
                                    "Of the reflection model where it writes instructions."),
                            new Parameter(
                                    "sampler",
                                    new Type.Choice(List.of("tpe", "random", "quasi-random")),
                                    Json.text("tpe"),
                                    "What suggests the trials that are not designed; with parity"
                                            + " dspy always tpe."),
                            Parameter.parity("dspy keeps DSPy's schedule of trials and scorings.")),
                    arguments ->
                            new MiproV2(
                                    new MiproSettings(
                                            Effort.valueOf(upper(arguments.choice("effort"))),
                                            arguments.wholeOrNone("candidates"),
                                            arguments.wholeOrNone("trials"),
                                            arguments.whole("minibatch-size"),
                                            arguments.whole("full-eval-every"),
                                            arguments.whole("max-bootstrapped"),
                                            arguments.whole("max-labeled"),
                                            arguments.number("metric-threshold"),
                                            arguments.number("proposal-temperature"),
                                            Guide.valueOf(
                                                    upper(arguments.choice("sampler"))
                                                            .replace('-', '_')),
                                            Parity.valueOf(upper(arguments.choice("parity"))))));

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
