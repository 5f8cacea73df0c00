package io.espalier.optimizers.spec;

import io.espalier.optimizers.catalog.OptimizerCatalog;
import io.espalier.signatures.document.Shapes;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.metric.MetricSchema;
import io.espalier.signatures.program.ProgramSchema;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema of a study file, written from the lists of members that the reader goes by and
 * from the optimizers' declared parameters, so that editors complete and check what is accepted.
 */
public final class StudySchema {
    private StudySchema() {}

    public static ObjectNode create() {
        var root = object(StudyKey.STUDY);
        var properties = (ObjectNode) root.required("properties");
        var data = object(StudyKey.DATA);
        put(data, "split", object(StudyKey.SPLIT));
        put(root, "data", data);
        var models = object(StudyKey.MODELS);
        put(models, "task", either(List.of("embedded"), model()));
        put(models, "reflection", either(List.of("task", "embedded"), model()));
        put(root, "models", models);
        put(root, "budget", object(StudyKey.BUDGET));
        properties.set("optimizer", optimizer());
        put(root, "program", Shapes.either(Shapes.text(), ProgramSchema.create()));
        put(root, "metric", Shapes.definition(MetricSchema.NAME));

        var schema = Json.object();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Espalier study");
        root.properties().forEach(e -> schema.set(e.getKey(), e.getValue()));
        schema.putObject("$defs").set(MetricSchema.NAME, MetricSchema.create());
        return schema;
    }

    private static ObjectNode model() {
        var model = object(StudyKey.MODEL);
        put(model, "price", object(StudyKey.PRICE));
        return model;
    }

    private static ObjectNode optimizer() {
        var node = Json.object();
        node.put("description", "how to search: a name, or an object with its parameters");
        var forms = node.putArray("oneOf");
        var name = forms.addObject();
        name.set("enum", Json.tree(OptimizerCatalog.names()));
        for (var entry : OptimizerCatalog.entries()) forms.add(entry.schema());
        return node;
    }

    private static ObjectNode either(List<String> words, ObjectNode object) {
        var node = Json.object();
        var forms = node.putArray("oneOf");
        forms.addObject().set("enum", Json.tree(words));
        forms.add(object);
        return node;
    }

    private static ObjectNode object(List<StudyKey> keys) {
        var node = Json.object();
        node.put("type", "object");
        var properties = node.putObject("properties");
        for (var key : keys) {
            var property = key.schema().deepCopy();
            property.put("description", key.doc());
            properties.set(key.name(), property);
        }
        var required = node.putArray("required");
        keys.stream().filter(StudyKey::required).forEach(key -> required.add(key.name()));
        node.put("additionalProperties", false);
        return node;
    }

    /** Puts the whole schema of a member, its description kept. */
    private static void put(ObjectNode object, String name, ObjectNode schema) {
        var properties = (ObjectNode) object.required("properties");
        schema.set("description", properties.required(name).required("description"));
        properties.set(name, schema);
    }
}
