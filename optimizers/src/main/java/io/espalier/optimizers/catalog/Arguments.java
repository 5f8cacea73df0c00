package io.espalier.optimizers.catalog;

import io.espalier.signatures.job.Job;
import io.espalier.signatures.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checked values of an optimizer's parameters, defaults filled in. */
final class Arguments {
    private final ObjectNode values;

    Arguments(ObjectNode values) {
        this.values = values;
    }

    int whole(String name) {
        return values.required(name).intValue();
    }

    /** A fallback that depends on other parameters, and so has no place among the defaults. */
    int wholeOr(String name, int fallback) {
        return values.hasNonNull(name) ? whole(name) : fallback;
    }

    double number(String name) {
        return values.required(name).doubleValue();
    }

    @Nullable Double numberOrNone(String name) {
        return values.hasNonNull(name) ? number(name) : null;
    }

    @Nullable Integer wholeOrNone(String name) {
        return values.hasNonNull(name) ? whole(name) : null;
    }

    /** Another optimizer. */
    OptimizerChoice optimizer(String name) {
        return OptimizerCatalog.checked(values.required(name));
    }

    String choice(String name) {
        return values.required(name).stringValue();
    }

    /** Whether the original's schedule is asked for. */
    boolean parity() {
        return choice(Parameter.PARITY).equals(Parameter.DSPY);
    }

    /** Which of the study's models is meant. */
    Job.Role role(String name) {
        return choice(name).equals("task") ? Job.Role.TASK : Job.Role.REFLECTION;
    }

    @Nullable String choiceOrNone(String name) {
        return values.hasNonNull(name) ? choice(name) : null;
    }

    @Nullable String textOrNone(String name) {
        return values.hasNonNull(name) ? values.get(name).stringValue() : null;
    }

    /** The texts that are given without a predictor's name. */
    List<String> texts(String name) {
        return values.path(name).isArray() ? strings(values.get(name)) : List.of();
    }

    SequencedMap<String, List<String>> textsByPredictor(String name) {
        var byPredictor = new LinkedHashMap<String, List<String>>();
        var node = values.path(name);
        if (node.isObject()) {
            node.properties().forEach(e -> byPredictor.put(e.getKey(), strings(e.getValue())));
        }
        return byPredictor;
    }

    private static List<String> strings(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(text -> texts.add(text.stringValue()));
        return texts;
    }

    /** {@code given} over the defaults of {@code parameters}, in the order of these. */
    static ObjectNode filled(List<Parameter> parameters, JsonNode given) {
        var values = Json.object();
        for (var parameter : parameters) {
            var name = parameter.name();
            var value = given.hasNonNull(name) ? given.get(name) : parameter.fallback();
            if (value != null) values.set(name, parameter.canonical(value));
        }
        return values;
    }
}
