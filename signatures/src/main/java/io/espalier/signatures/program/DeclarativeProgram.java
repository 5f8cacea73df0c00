package io.espalier.signatures.program;

import io.espalier.signatures.Field;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.json.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** A program of steps in order, made by {@link ProgramReader}; runs anywhere without user code. */
public final class DeclarativeProgram implements ProgramDefinition {
    private final Signature signature;
    private final List<Step> steps;
    private final List<Predictor> predictors;
    private final JsonNode document;

    /**
     * @param document what the program was read from, self-contained
     */
    DeclarativeProgram(Signature signature, List<Step> steps, JsonNode document) {
        this.signature = signature;
        this.steps = List.copyOf(steps);
        this.document = document.deepCopy();
        var distinct = new LinkedHashSet<Predictor>();
        for (var step : steps) {
            if (step instanceof Step.Call call) distinct.add(call.predictor());
        }
        this.predictors = List.copyOf(distinct);
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public List<Predictor> predictors() {
        return predictors;
    }

    @Override
    public JsonNode document() {
        return document;
    }

    @Override
    public Fields run(Fields inputs) {
        var scope = new Scope(inputs);
        for (var step : steps) {
            switch (step) {
                case Step.Call call ->
                        scope.add(call.id(), call.predictor().call(scope.inputs(call)));
                case Step.Retrieve retrieve -> {
                    var query = Scope.text(scope.value(retrieve.query()));
                    scope.add(
                            retrieve.id(),
                            Fields.of(
                                    Json.object()
                                            .set(
                                                    Step.Retrieve.PASSAGES,
                                                    retrieve.retriever().passages(query))));
                }
            }
        }
        return scope.latest().only(signature.outputs());
    }

    /** What the steps so far have made. */
    private static final class Scope {
        private final Map<String, Fields> bySteps = new HashMap<>();
        private Fields latest;

        Scope(Fields inputs) {
            this.latest = inputs;
        }

        void add(String step, Fields outputs) {
            bySteps.put(step, outputs);
            latest = latest.and(outputs);
        }

        Fields latest() {
            return latest;
        }

        Fields inputs(Step.Call call) {
            var values = new LinkedHashMap<String, JsonNode>();
            call.inputs()
                    .forEach((name, binding) -> {
                        var value = value(binding);
                        if (!value.isMissingNode()) values.put(name, value);
                    });
            return new Fields(values);
        }

        /** A missing node where an optional field has no value. */
        JsonNode value(Binding binding) {
            return switch (binding) {
                case Binding.Constant(var value) -> value;
                case Binding.Latest(var field) -> in(latest, field);
                case Binding.Of(var step, var field) ->
                        in(bySteps.getOrDefault(step, Fields.EMPTY), field);
                case Binding.Joined(var parts) -> joined(parts);
            };
        }

        private ArrayNode joined(List<Binding> parts) {
            var all = Json.array();
            for (var part : parts) {
                var value = value(part);
                if (value.isArray()) value.forEach(all::add);
                else if (!value.isMissingNode()) all.add(value);
            }
            return all;
        }

        private static JsonNode in(Fields fields, String name) {
            var value = fields.get(name);
            return value == null ? tools.jackson.databind.node.MissingNode.getInstance() : value;
        }

        static String text(JsonNode value) {
            return value.isString()
                    ? value.stringValue()
                    : value.isMissingNode() ? "" : value.toString();
        }
    }

    @Override
    public String toString() {
        return "program "
                + signature.inputs().stream().map(Field::name).toList()
                + " -> "
                + signature.outputs().stream().map(Field::name).toList();
    }
}
