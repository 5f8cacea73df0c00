package io.espalier.optimizers.catalog;

import io.espalier.optimizers.Optimizer;
import io.espalier.signatures.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * An optimizer with the values of its parameters, defaults filled in, so that a later change of a
 * default does not change a study that was written before.
 */
public record OptimizerChoice(OptimizerEntry entry, ObjectNode parameters) {

    public String name() {
        return entry.name();
    }

    public Optimizer optimizer() {
        return entry.make(parameters);
    }

    /** The object form of a study file. */
    public ObjectNode document() {
        var node = Json.object();
        node.put("name", entry.name());
        parameters.properties().forEach(e -> node.set(e.getKey(), e.getValue()));
        return node;
    }
}
