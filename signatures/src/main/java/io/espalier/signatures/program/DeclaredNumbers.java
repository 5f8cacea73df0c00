package io.espalier.signatures.program;

import io.espalier.signatures.FieldType;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.json.Json;
import java.util.LinkedHashMap;
import tools.jackson.databind.JsonNode;

/**
 * Gives demos back what a transport that knows one kind of number took from them: a whole number in
 * a field of type float is a float again, so that the prompt says {@code 1.0} and not {@code 1}.
 */
public final class DeclaredNumbers {
    private DeclaredNumbers() {}

    public static ProgramState restored(ProgramDefinition program, ProgramState state) {
        if (state.isEnsemble()) {
            return ProgramState.ensemble(
                    state.members().stream().map(member -> restored(program, member)).toList());
        }
        var result = state;
        for (var predictor : program.predictors()) {
            if (!state.predictors().containsKey(predictor.path())) continue;
            var signature = predictor.signature();
            result = result.change(predictor.path(), learned -> restored(signature, learned));
        }
        return result;
    }

    private static PredictorState restored(Signature signature, PredictorState learned) {
        var demos =
                learned.demos().stream()
                        .map(d -> new Demo(restored(signature, d.values()), d.augmented()))
                        .toList();
        return new PredictorState(
                learned.instruction(),
                demos,
                learned.descriptions(),
                learned.sampling(),
                learned.nearest());
    }

    private static Fields restored(Signature signature, Fields values) {
        var all = new LinkedHashMap<>(values.values());
        for (var field : signature.fields()) {
            all.computeIfPresent(field.name(), (_, value) -> restored(field.type(), value));
        }
        return new Fields(all);
    }

    private static JsonNode restored(FieldType type, JsonNode value) {
        return switch (type) {
            case FieldType.Float _ when value.isIntegralNumber() -> Json.tree(value.doubleValue());
            case FieldType.Optional(var of) -> restored(of, value);
            case FieldType.ListOf(var element) when value.isArray() -> {
                var list = Json.array();
                value.forEach(v -> list.add(restored(element, v)));
                yield list;
            }
            case FieldType.MapOf(_, var of) when value.isObject() -> {
                var map = Json.object();
                value.properties().forEach(e -> map.set(e.getKey(), restored(of, e.getValue())));
                yield map;
            }
            case FieldType.Nested nested when value.isObject() -> {
                var object = value.deepCopy();
                for (var member : nested.members()) {
                    var inner = value.get(member.name());
                    if (inner == null) continue;
                    ((tools.jackson.databind.node.ObjectNode) object)
                            .set(member.name(), restored(member.type(), inner));
                }
                yield object;
            }
            default -> value;
        };
    }
}
