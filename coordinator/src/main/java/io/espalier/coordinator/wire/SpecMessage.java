package io.espalier.coordinator.wire;

import io.espalier.v1.BudgetSpec;
import io.espalier.v1.DataSpec;
import io.espalier.v1.StudySpec;
import tools.jackson.databind.JsonNode;

/** A study's canonical document as the API's message. */
public final class SpecMessage {
    private SpecMessage() {}

    public static StudySpec of(io.espalier.optimizers.spec.StudySpec spec) {
        var document = spec.document();
        var message = StudySpec.newBuilder();
        message.setVersion(document.path("version").intValue());
        message.setName(spec.name());
        message.setProgram(Structs.struct(document.path("program")));
        message.setData(data(document.path("data")));
        message.setMetric(Structs.value(document.path("metric")));
        message.setOptimizer(Structs.value(document.path("optimizer")));
        for (var model : document.path("models").properties()) {
            message.putModels(model.getKey(), Structs.value(model.getValue()));
        }
        if (document.has("budget")) message.setBudget(budget(document.path("budget")));
        if (document.has("reuse")) message.setReuse(document.path("reuse").booleanValue());
        message.setSeed(spec.seed());
        message.setAdapter(spec.adapter());
        if (document.has("framing")) {
            message.setFraming(Structs.struct(document.path("framing")));
        }
        return message.build();
    }

    private static DataSpec data(JsonNode document) {
        var data = DataSpec.newBuilder().setTrain(document.path("train").asString());
        if (document.has("validation")) data.setValidation(document.path("validation").asString());
        if (document.has("test")) data.setTest(document.path("test").asString());
        if (document.has("split")) data.setSplit(Structs.struct(document.path("split")));
        return data.build();
    }

    private static BudgetSpec budget(JsonNode document) {
        var budget = BudgetSpec.newBuilder();
        if (document.has("metric-calls")) {
            budget.setMetricCalls(document.path("metric-calls").longValue());
        }
        if (document.has("model-calls")) {
            budget.setModelCalls(document.path("model-calls").longValue());
        }
        if (document.has("tokens")) budget.setTokens(document.path("tokens").longValue());
        if (document.has("minutes")) budget.setMinutes(document.path("minutes").doubleValue());
        if (document.has("cost")) budget.setCost(document.path("cost").doubleValue());
        return budget.build();
    }
}
