package io.espalier.optimizers.catalog;

import static io.espalier.optimizers.catalog.Parameter.whole;

import io.espalier.optimizers.catalog.Parameter.Type;
import io.espalier.optimizers.gepa.Acceptance;
import io.espalier.optimizers.gepa.ComponentChoice;
import io.espalier.optimizers.gepa.Effort;
import io.espalier.optimizers.gepa.FrontierKind;
import io.espalier.optimizers.gepa.Gepa;
import io.espalier.optimizers.gepa.GepaSettings;
import io.espalier.optimizers.gepa.GepaSettings.Keep;
import io.espalier.optimizers.gepa.GepaSettings.Parents;
import io.espalier.optimizers.gepa.GepaSettings.Proposing;
import io.espalier.optimizers.gepa.GepaSettings.Selecting;
import io.espalier.optimizers.gepa.GepaSettings.Spending;
import io.espalier.optimizers.gepa.ParentChoice;
import io.espalier.signatures.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The optimizer that reflects on runs. */
final class GepaEntry {
    private static final Proposing PROPOSING = Proposing.DEFAULT;
    private static final Selecting SELECTING = Selecting.DEFAULT;

    private GepaEntry() {}

    static final OptimizerEntry GEPA =
            new OptimizerEntry(
                    "gepa",
                    "Has a model rewrite instructions from the program's runs and the metric's"
                            + " feedback, over a Pareto front of the validation examples.",
                    "by effort (4, 8, 16 candidates c) up to |validation| + c x"
                            + " (1 + (predictors - 1) / 2) x (|validation| + (proposals + 3) x minibatch);"
                            + " else the budget",
                    List.of(
                            new Parameter(
                                    "effort",
                                    new Type.Choice(List.of("light", "medium", "heavy")),
                                    null,
                                    "A budget by the size of the task; light where nothing limits"
                                            + " the study."),
                            new Parameter(
                                    "max-metric-calls",
                                    new Type.Whole(1),
                                    null,
                                    "Most metric calls, the unoptimized program's included; of"
                                            + " several limits the smallest counts."),
                            whole(
                                    "minibatch",
                                    PROPOSING.minibatch(),
                                    1,
                                    "Training examples that a parent and its children are compared"
                                            + " on."),
                            whole(
                                    "proposals",
                                    PROPOSING.proposals(),
                                    1,
                                    "New instructions asked for in a round."),
                            choice(
                                    "parents",
                                    PROPOSING.parents(),
                                    "Whether a round's proposals share a parent and its minibatch,"
                                            + " or have their own."),
                            whole(
                                    "max-demos",
                                    PROPOSING.demos(),
                                    0,
                                    "Most demos per predictor, from a candidate's own best runs; 0"
                                            + " changes instructions only."),
                            choice(
                                    "components",
                                    PROPOSING.components(),
                                    "Whether a proposal changes one predictor's instruction, in"
                                            + " turn, or all."),
                            new Parameter(
                                    "unreadable",
                                    new Type.Choice(List.of("show", "hide")),
                                    Json.text(PROPOSING.unreadable() ? "show" : "hide"),
                                    "Whether the reflection sees completions that could not be"
                                            + " parsed."),
                            whole(
                                    "evidence",
                                    PROPOSING.evidence(),
                                    1,
                                    "Most runs that the reflection sees, failures first."),
                            choice(
                                    "frontier",
                                    SELECTING.frontier(),
                                    "What candidates are best in: validation examples, parts of a"
                                            + " composite metric, both, or each on each."),
                            choice(
                                    "parent",
                                    SELECTING.parent(),
                                    "Which candidate is changed next."),
                            choice(
                                    "acceptance",
                                    SELECTING.acceptance(),
                                    "Whether a child must score more than its parent on the"
                                            + " minibatch, or as much."),
                            choice(
                                    "keep",
                                    SELECTING.keep(),
                                    "Which of a round's accepted children are scored on the"
                                            + " validation set."),
                            new Parameter(
                                    "race",
                                    new Type.Choice(List.of("on", "off")),
                                    Json.text(SELECTING.race() ? "on" : "off"),
                                    "Whether that scoring ends early for children that are clearly"
                                            + " worse than the best."),
                            whole(
                                    "max-merges",
                                    SELECTING.merges(),
                                    0,
                                    "Most merges of two candidates that are tried."),
                            Parameter.parity(
                                    "dspy follows the original's schedule, whatever minibatch,"
                                            + " proposals, parents, max-demos, unreadable,"
                                            + " evidence, keep and race say.")),
                    arguments -> new Gepa(settings(arguments)));

    /**
     * Fronts of objectives alone need some. With {@code hybrid} and {@code cartesian} the examples
     * keep candidates apart whatever the metric is.
     */
    static void check(ObjectNode parameters, List<String> objectives, String field, Faults faults) {
        var frontier = parameters.path("frontier").asString("");
        if (!frontier.equals(word(FrontierKind.OBJECTIVE)) || objectives.size() > 1) return;
        faults.add(
                field + ".frontier",
                "'objective' compares candidates by the parts of the metric, and this one has none"
                        + " to choose between: give it two or more (weighted, pareto,"
                        + " lexicographic, constrained), or take frontier: instance");
    }

    private static GepaSettings settings(Arguments arguments) {
        var dspy = arguments.parity();
        return new GepaSettings(
                new Spending(
                        constant(Effort.class, arguments.choiceOrNone("effort")),
                        arguments.wholeOrNone("max-metric-calls")),
                dspy ? dspyProposing(arguments) : proposing(arguments),
                selecting(arguments, dspy),
                dspy);
    }

    private static Proposing proposing(Arguments arguments) {
        return new Proposing(
                arguments.whole("minibatch"),
                arguments.whole("proposals"),
                constant(Parents.class, arguments, "parents"),
                arguments.whole("max-demos"),
                constant(ComponentChoice.class, arguments, "components"),
                arguments.choice("unreadable").equals("show"),
                arguments.whole("evidence"));
    }

    private static Proposing dspyProposing(Arguments arguments) {
        return Proposing.DSPY.with(constant(ComponentChoice.class, arguments, "components"));
    }

    private static Selecting selecting(Arguments arguments, boolean dspy) {
        return new Selecting(
                constant(FrontierKind.class, arguments, "frontier"),
                constant(ParentChoice.class, arguments, "parent"),
                constant(Acceptance.class, arguments, "acceptance"),
                dspy ? Selecting.DSPY.keep() : constant(Keep.class, arguments, "keep"),
                dspy ? Selecting.DSPY.race() : arguments.choice("race").equals("on"),
                arguments.whole("max-merges"));
    }

    private static <E extends Enum<E>> Parameter choice(String name, E fallback, String doc) {
        var words =
                Arrays.stream(fallback.getDeclaringClass().getEnumConstants())
                        .map(GepaEntry::word)
                        .toList();
        return new Parameter(name, new Type.Choice(words), Json.text(word(fallback)), doc);
    }

    /** {@code current-best} for {@code CURRENT_BEST}. */
    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> E constant(Class<E> type, Arguments arguments, String name) {
        return Enum.valueOf(type, name(arguments.choice(name)));
    }

    private static <E extends Enum<E>> @Nullable E constant(Class<E> type, @Nullable String word) {
        return word == null ? null : Enum.valueOf(type, name(word));
    }

    private static String name(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
