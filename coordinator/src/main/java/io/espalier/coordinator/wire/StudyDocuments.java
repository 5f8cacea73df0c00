package io.espalier.coordinator.wire;

import io.espalier.coordinator.store.DataSets;
import io.espalier.optimizers.spec.DataResolver;
import io.espalier.optimizers.spec.LoadedData;
import io.espalier.optimizers.spec.StudyFiles;
import io.espalier.optimizers.spec.StudyReader;
import io.espalier.signatures.document.Document;
import io.espalier.signatures.json.Json;
import io.espalier.v1.BudgetSpec;
import io.espalier.v1.StudySpec;
import tools.jackson.databind.node.ObjectNode;

/** Submitted specifications, read by the one reader that study files have. */
public final class StudyDocuments {
    private final StudyReader reader;

    /** A reader whose data sets are the kept ones. */
    public StudyDocuments(DataSets sets) {
        this.reader = StudyFiles.submissions(resolver(sets));
    }

    private static DataResolver resolver(DataSets sets) {
        return (reference, signature, field, faults) -> {
            var found = sets.load(reference);
            if (found.isEmpty()) {
                faults.add(field, "there is no data set '" + reference + "' here; upload it first");
                return null;
            }
            // Its hash is its name: hashing it again would cost as much as reading it.
            return new LoadedData(reference, found.get().examples());
        };
    }

    /** The specification, or every fault of it by the fields of the study file. */
    public StudyReader.Reading read(StudySpec spec) {
        return read(document(spec));
    }

    /** The same of a document in the form of a study file. */
    public StudyReader.Reading read(ObjectNode document) {
        return reader.tryRead(Document.withoutLines(document));
    }

    /** The form of a study file. */
    public static ObjectNode document(StudySpec spec) {
        var node = Json.object();
        if (spec.getVersion() != 0) node.put("version", spec.getVersion());
        if (!spec.getName().isEmpty()) node.put("name", spec.getName());
        if (spec.hasProgram()) node.set("program", Structs.json(spec.getProgram()));
        if (spec.hasData()) {
            var data = node.putObject("data");
            put(data, "train", spec.getData().getTrain());
            put(data, "validation", spec.getData().getValidation());
            put(data, "test", spec.getData().getTest());
            if (spec.getData().hasSplit()) {
                data.set("split", Structs.json(spec.getData().getSplit()));
            }
        }
        if (spec.hasMetric()) node.set("metric", Structs.json(spec.getMetric()));
        if (spec.hasOptimizer()) node.set("optimizer", Structs.json(spec.getOptimizer()));
        if (spec.getModelsCount() > 0) {
            var models = node.putObject("models");
            spec.getModelsMap().forEach((role, model) -> models.set(role, Structs.json(model)));
        }
        if (spec.hasBudget()) node.set("budget", budget(spec.getBudget()));
        if (spec.hasReuse()) node.put("reuse", spec.getReuse());
        node.put("seed", spec.getSeed());
        put(node, "adapter", spec.getAdapter());
        if (spec.hasFraming()) node.set("framing", Structs.json(spec.getFraming()));
        return node;
    }

    /** The form of a study file's budget. */
    public static ObjectNode budget(BudgetSpec limits) {
        var budget = Json.object();
        if (limits.hasMetricCalls()) budget.put("metric-calls", limits.getMetricCalls());
        if (limits.hasModelCalls()) budget.put("model-calls", limits.getModelCalls());
        if (limits.hasTokens()) budget.put("tokens", limits.getTokens());
        if (limits.hasMinutes()) budget.put("minutes", limits.getMinutes());
        if (limits.hasCost()) budget.put("cost", limits.getCost());
        return budget;
    }

    private static void put(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) node.put(name, value);
    }
}
