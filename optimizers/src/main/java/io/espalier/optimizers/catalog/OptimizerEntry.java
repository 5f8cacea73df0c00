package io.espalier.optimizers.catalog;

import io.espalier.optimizers.Optimizer;
import io.espalier.signatures.json.Json;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** An optimizer by its name in study files, with its parameters. */
public final class OptimizerEntry {
    private final String name;
    private final String summary;
    private final String cost;
    private final List<Parameter> parameters;
    private final Function<Arguments, Optimizer> make;

    OptimizerEntry(
            String name,
            String summary,
            String cost,
            List<Parameter> parameters,
            Function<Arguments, Optimizer> make) {
        this.name = name;
        this.summary = summary;
        this.cost = cost;
        this.parameters = List.copyOf(parameters);
        this.make = make;
    }

    public String name() {
        return name;
    }

    /** What it does, one sentence. */
    public String summary() {
        return summary;
    }

    /** What it spends, as a formula over the study's data and the parameters. */
    public String cost() {
        return cost;
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    Optimizer make(ObjectNode filled) {
        return make.apply(new Arguments(filled));
    }

    public ObjectNode toJson() {
        var node = Json.object();
        node.put("name", name).put("summary", summary).put("cost", cost);
        var list = node.putArray("parameters");
        for (var parameter : parameters) {
            var entry = list.addObject();
            entry.put("name", parameter.name()).put("range", parameter.range());
            if (parameter.fallback() != null) entry.set("default", parameter.fallback());
            entry.put("doc", parameter.doc());
        }
        return node;
    }

    /** Its object form in a study file, as a JSON Schema. */
    public ObjectNode schema() {
        var node = Json.object();
        node.put("type", "object").put("description", summary);
        var properties = node.putObject("properties");
        properties.putObject("name").put("const", name);
        for (var parameter : parameters) properties.set(parameter.name(), parameter.schema());
        node.putArray("required").add("name");
        node.put("additionalProperties", false);
        return node;
    }
}
