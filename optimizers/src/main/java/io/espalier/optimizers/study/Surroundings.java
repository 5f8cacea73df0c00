package io.espalier.optimizers.study;

import io.espalier.signatures.job.Job;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.ModelSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What, besides a job's own content, decides its answer: the model of its role, the adapter with
 * its framing, and for scored jobs the metric. Each is a hash that enters the job's identity.
 */
public record Surroundings(
        String task, String taskScored, String reflection, String reflectionScored) {

    /**
     * @param framing the resolved framing; null for the default one
     * @param metric the metric's document
     */
    public static Surroundings of(
            ModelSpec task,
            ModelSpec reflection,
            String adapter,
            @Nullable JsonNode framing,
            JsonNode metric) {
        var judge = metric.findValue("judge") == null ? null : reflection;
        return new Surroundings(
                hash(task, adapter, framing, null, null),
                hash(task, adapter, framing, metric, judge),
                hash(reflection, adapter, framing, null, null),
                hash(reflection, adapter, framing, metric, judge));
    }

    /** The same for every job: a study whose records are never shared with another. */
    public static Surroundings fixed(String name) {
        return new Surroundings(name, name, name + "/reflection", name + "/reflection");
    }

    public String of(Job job) {
        return switch (job.role()) {
            case TASK -> job.scored() ? taskScored : task;
            case REFLECTION -> job.scored() ? reflectionScored : reflection;
        };
    }

    private static String hash(
            ModelSpec model,
            String adapter,
            @Nullable JsonNode framing,
            @Nullable JsonNode metric,
            @Nullable ModelSpec judge) {
        var node = Json.object();
        node.set("model", identity(model));
        node.put("adapter", adapter);
        if (framing != null) node.set("framing", framing);
        if (metric != null) node.set("metric", metric);
        if (judge != null) node.set("judge", identity(judge));
        return Json.hash(node);
    }

    /** How many calls run at once, how long one may take and where its key lies decide nothing. */
    private static JsonNode identity(ModelSpec m) {
        return Json.tree(
                new ModelSpec(
                        m.provider(),
                        m.model(),
                        m.path(),
                        m.url(),
                        null,
                        m.temperature(),
                        m.topP(),
                        m.maxTokens(),
                        null,
                        null));
    }
}
