package io.espalier.optimizers.spec;

import io.espalier.optimizers.study.Prices;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.signatures.model.Price;
import tools.jackson.databind.node.ObjectNode;

/** A study's models by role, and what they charge. */
public record StudyModels(ModelSpec task, ModelSpec reflection, Prices prices) {

    public ModelSpec of(Job.Role role) {
        return switch (role) {
            case TASK -> task;
            case REFLECTION -> reflection;
        };
    }

    /** The models alone, {@code {"task": {...}, "reflection": {...}}}: what workers need. */
    public ObjectNode specs() {
        var node = Json.object();
        node.set("task", Json.tree(task));
        node.set("reflection", Json.tree(reflection));
        return node;
    }

    ObjectNode document() {
        var node = Json.object();
        node.set("task", document(task, prices.task()));
        node.set("reflection", document(reflection, prices.reflection()));
        return node;
    }

    private static ObjectNode document(ModelSpec model, Price price) {
        var node = (ObjectNode) Json.tree(model);
        if (!price.equals(Price.FREE)) node.set("price", Json.tree(price));
        return node;
    }
}
