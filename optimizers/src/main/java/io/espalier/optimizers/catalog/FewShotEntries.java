package io.espalier.optimizers.catalog;

import static io.espalier.optimizers.catalog.Parameter.whole;

import io.espalier.optimizers.catalog.Parameter.Type;
import io.espalier.optimizers.fewshot.BootstrapFewShot;
import io.espalier.optimizers.fewshot.BootstrapRandomSearch;
import io.espalier.optimizers.fewshot.BootstrapSettings;
import io.espalier.optimizers.fewshot.Instructions;
import io.espalier.optimizers.fewshot.LabeledFewShot;
import io.espalier.signatures.json.Json;
import java.util.ArrayList;
import java.util.List;

/** The optimizers that choose demos. */
final class FewShotEntries {
    private static final BootstrapSettings DEFAULT = BootstrapSettings.DEFAULT;

    private FewShotEntries() {}

    static final OptimizerEntry LABELED =
            new OptimizerEntry(
                    "labeled-few-shot",
                    "Shows every predictor some labelled examples.",
                    "|validation|",
                    List.of(whole("k", LabeledFewShot.DEFAULT_K, 0, "Demos per predictor.")),
                    arguments -> new LabeledFewShot(arguments.whole("k")));

    static final Parameter MAX_ROUNDS =
            whole(
                    "max-rounds",
                    DEFAULT.maxRounds(),
                    1,
                    "Tries per example, later ones drawn at temperature 1.");

    static final Parameter METRIC_THRESHOLD =
            new Parameter(
                    "metric-threshold",
                    new Type.Number(0, 1),
                    Json.tree(DEFAULT.metricThreshold()),
                    "Score from which a run is good enough to be shown as a demo.");

    static final Parameter TEACHER =
            new Parameter(
                    "teacher",
                    new Type.Choice(List.of("task", "reflection")),
                    Json.text("task"),
                    "Which of the study's models makes the runs.");

    private static final List<Parameter> BOOTSTRAP_PARAMETERS =
            List.of(
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
                    MAX_ROUNDS,
                    METRIC_THRESHOLD,
                    TEACHER);

    static final OptimizerEntry BOOTSTRAP =
            new OptimizerEntry(
                    "bootstrap-few-shot",
                    "Shows every predictor traces of the program's own successes.",
                    "up to |train| x max-rounds + |validation|",
                    BOOTSTRAP_PARAMETERS,
                    arguments -> new BootstrapFewShot(settings(arguments)));

    static final OptimizerEntry RANDOM_SEARCH =
            new OptimizerEntry(
                    "bootstrap-random-search",
                    "Tries many demo sets, and where given many instructions, and keeps what scores"
                            + " best.",
                    "(candidates + 2 + instructions) x |train| + up to 4 x |validation|"
                            + " + 2 x |train|",
                    searchParameters(),
                    arguments ->
                            new BootstrapRandomSearch(
                                    arguments.whole("candidates"),
                                    settings(arguments),
                                    arguments.numberOrNone("stop-at-score"),
                                    new Instructions(
                                            arguments.texts("instructions"),
                                            arguments.textsByPredictor("instructions")),
                                    arguments.parity()));

    private static List<Parameter> searchParameters() {
        var parameters = new ArrayList<Parameter>();
        parameters.add(
                whole(
                        "candidates",
                        BootstrapRandomSearch.DEFAULT_CANDIDATES,
                        0,
                        "Demo sets per generation, of which there are two."));
        parameters.addAll(BOOTSTRAP_PARAMETERS);
        parameters.add(
                new Parameter(
                        "stop-at-score",
                        new Type.Number(0, 1),
                        null,
                        "Validation score at which the search ends."));
        parameters.add(
                new Parameter(
                        "instructions",
                        new Type.TextsByPredictor(),
                        null,
                        "Instructions to choose from, beside the program's own."));
        parameters.add(
                Parameter.parity(
                        "With dspy, the schedule of DSPy's BootstrapFewShotWithRandomSearch."));
        return parameters;
    }

    private static BootstrapSettings settings(Arguments arguments) {
        return new BootstrapSettings(
                arguments.whole("max-bootstrapped"),
                arguments.whole("max-labeled"),
                arguments.whole("max-rounds"),
                arguments.number("metric-threshold"),
                arguments.role("teacher"));
    }
}
