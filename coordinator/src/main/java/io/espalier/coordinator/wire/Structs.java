package io.espalier.coordinator.wire;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.espalier.signatures.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Protobuf's open trees as JSON, both ways. */
public final class Structs {
    private static final double LARGEST_EXACT = 1L << 53;

    private Structs() {}

    public static JsonNode json(Struct struct) {
        var node = Json.object();
        struct.getFieldsMap().forEach((name, value) -> node.set(name, json(value)));
        return node;
    }

    public static JsonNode json(Value value) {
        return switch (value.getKindCase()) {
            case NULL_VALUE, KIND_NOT_SET -> JsonNodeFactory.instance.nullNode();
            case NUMBER_VALUE -> number(value.getNumberValue());
            case STRING_VALUE -> Json.text(value.getStringValue());
            case BOOL_VALUE -> JsonNodeFactory.instance.booleanNode(value.getBoolValue());
            case STRUCT_VALUE -> json(value.getStructValue());
            case LIST_VALUE -> {
                var list = Json.array();
                value.getListValue().getValuesList().forEach(element -> list.add(json(element)));
                yield list;
            }
        };
    }

    /** Protobuf knows only doubles: a whole one was an integer on the way in. */
    private static JsonNode number(double number) {
        if (number != Math.rint(number) || Math.abs(number) >= LARGEST_EXACT) {
            return JsonNodeFactory.instance.numberNode(number);
        }
        // As the parser does: in the smallest kind, so that equal numbers are equal nodes.
        return Json.number(java.math.BigInteger.valueOf((long) number));
    }

    public static Struct struct(JsonNode object) {
        var struct = Struct.newBuilder();
        object.properties().forEach(e -> struct.putFields(e.getKey(), value(e.getValue())));
        return struct.build();
    }

    public static Value value(JsonNode node) {
        var value = Value.newBuilder();
        if (node.isObject()) {
            value.setStructValue(struct(node));
        } else if (node.isArray()) {
            var list = ListValue.newBuilder();
            node.forEach(element -> list.addValues(value(element)));
            value.setListValue(list);
        } else if (node.isNumber()) {
            value.setNumberValue(node.doubleValue());
        } else if (node.isBoolean()) {
            value.setBoolValue(node.booleanValue());
        } else if (node.isNull() || node.isMissingNode()) {
            value.setNullValue(NullValue.NULL_VALUE);
        } else {
            value.setStringValue(node.asString());
        }
        return value.build();
    }
}
