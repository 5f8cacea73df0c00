package io.espalier.signatures.program;

import io.espalier.signatures.Fields;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Sampling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON form of a state: {@code {"<path>": {"instruction", "demos": [{"values", "augmented"}],
 * "nearest": {"k", "origins", "embedding": {"model", "vectors"}}, "descriptions", "sampling"}}}.
 * What is not learned is left out. An ensemble is {@code {"ensemble": [<state>, ...]}}: a list,
 * which no predictor of that name has.
 */
final class ProgramStateJson {
    private static final String ENSEMBLE = "ensemble";

    private ProgramStateJson() {}

    static JsonNode write(ProgramState state) {
        var root = Json.object();
        if (state.isEnsemble()) {
            var members = root.putArray(ENSEMBLE);
            state.members().forEach(member -> members.add(write(member)));
        }
        state.predictors().forEach((path, predictor) -> root.set(path, write(predictor)));
        return root;
    }

    private static ObjectNode write(PredictorState state) {
        var node = Json.object();
        if (state.instruction() != null) node.put("instruction", state.instruction());
        if (!state.demos().isEmpty()) {
            var demos = node.putArray("demos");
            for (var demo : state.demos()) {
                var entry = Json.object();
                entry.set("values", demo.values().toJson());
                if (demo.augmented()) entry.put("augmented", true);
                demos.add(entry);
            }
        }
        if (state.nearest() != null) node.set("nearest", write(state.nearest()));
        if (!state.descriptions().isEmpty())
            node.set("descriptions", Json.tree(state.descriptions()));
        if (!state.sampling().equals(Sampling.UNSET)) {
            var sampling = node.putObject("sampling");
            Json.tree(state.sampling()).properties().stream()
                    .filter(e -> !e.getValue().isNull())
                    .forEach(e -> sampling.set(e.getKey(), e.getValue()));
        }
        return node;
    }

    private static ObjectNode write(NearestDemos nearest) {
        var node = Json.object().put("k", nearest.k());
        if (!nearest.origins().isEmpty()) node.set("origins", Json.tree(nearest.origins()));
        var vectors = nearest.vectors();
        if (vectors != null) {
            var embedding = node.putObject("embedding").put("model", vectors.model());
            embedding.set("vectors", Json.tree(vectors.vectors()));
        }
        return node;
    }

    static ProgramState read(JsonNode json) {
        if (!json.isObject())
            throw new IllegalArgumentException(
                    "state: expected an object, got " + json.getNodeType());
        if (json.path(ENSEMBLE).isArray()) return readEnsemble(json);
        var predictors = new LinkedHashMap<String, PredictorState>();
        json.properties().forEach(e -> predictors.put(e.getKey(), readPredictor(e.getValue())));
        return new ProgramState(predictors);
    }

    private static ProgramState readEnsemble(JsonNode json) {
        if (json.size() > 1) {
            throw new IllegalArgumentException(
                    "state: predictors beside the members of an ensemble (expected: one or the"
                            + " other)");
        }
        var members = new ArrayList<ProgramState>();
        json.path(ENSEMBLE).forEach(member -> members.add(read(member)));
        return ProgramState.ensemble(members);
    }

    private static PredictorState readPredictor(JsonNode node) {
        var demos = new ArrayList<Demo>();
        node.path("demos")
                .forEach(d ->
                        demos.add(
                                new Demo(
                                        Fields.of(d.path("values")),
                                        d.path("augmented").asBoolean(false))));
        var descriptions = new LinkedHashMap<String, String>();
        node.path("descriptions")
                .properties()
                .forEach(e -> descriptions.put(e.getKey(), e.getValue().asString()));
        var sampling = node.path("sampling");
        return new PredictorState(
                node.hasNonNull("instruction") ? node.get("instruction").asString() : null,
                demos,
                descriptions,
                sampling.isObject() ? Json.value(sampling, Sampling.class) : Sampling.UNSET,
                node.path("nearest").isObject() ? readNearest(node.path("nearest")) : null);
    }

    /** Numbers may come from a transport that has no whole ones. */
    private static NearestDemos readNearest(JsonNode node) {
        int k = (int) node.path("k").asDouble(0);
        var origins = texts(node.path("origins"));
        var embedding = node.path("embedding");
        var vectors =
                embedding.isObject()
                        ? new DemoVectors(
                                embedding.path("model").asString(""),
                                texts(embedding.path("vectors")))
                        : null;
        return new NearestDemos(k, origins, vectors);
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(text -> texts.add(text.asString()));
        return texts;
    }
}
