package io.espalier.deploy.print;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import io.espalier.signatures.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Messages of the API as the JSON of the command line: names as in the protos, numbers as numbers,
 * states in lower case, times in ISO 8601, absent messages left out and zeros kept.
 */
public final class ProtoJson {
    private ProtoJson() {}

    public static JsonNode of(Message message) {
        return switch (message) {
            case Struct struct -> of(struct);
            case Value value -> of(value);
            case ListValue list -> of(list);
            case Timestamp time ->
                    Json.text(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString());
            default -> {
                var node = Json.object();
                for (var field : message.getDescriptorForType().getFields()) {
                    if (isShown(message, field)) node.set(field.getName(), member(message, field));
                }
                yield node;
            }
        };
    }

    private static boolean isShown(Message message, FieldDescriptor field) {
        if (field.isRepeated()) return true;
        return !field.hasPresence() || message.hasField(field);
    }

    private static JsonNode member(Message message, FieldDescriptor field) {
        var value = message.getField(field);
        if (field.isMapField()) {
            var node = Json.object();
            for (var entry : (List<?>) value) {
                var pair = (Message) entry;
                var type = pair.getDescriptorForType();
                var key = pair.getField(type.findFieldByNumber(1)).toString();
                node.set(key, single(pair.getField(type.findFieldByNumber(2))));
            }
            return node;
        }
        if (field.isRepeated()) {
            var node = Json.array();
            for (var element : (List<?>) value) node.add(single(element));
            return node;
        }
        return single(value);
    }

    private static JsonNode single(Object value) {
        return switch (value) {
            case Message message -> of(message);
            case EnumValueDescriptor constant ->
                    Json.text(constant.getName().toLowerCase(Locale.ROOT));
            default -> Json.tree(value);
        };
    }

    public static JsonNode of(Struct struct) {
        var node = Json.object();
        struct.getFieldsMap().forEach((name, value) -> node.set(name, of(value)));
        return node;
    }

    public static JsonNode of(Value value) {
        return switch (value.getKindCase()) {
            case NULL_VALUE, KIND_NOT_SET -> JsonNodeFactory.instance.nullNode();
            case NUMBER_VALUE -> number(value.getNumberValue());
            case STRING_VALUE -> Json.text(value.getStringValue());
            case BOOL_VALUE -> JsonNodeFactory.instance.booleanNode(value.getBoolValue());
            case STRUCT_VALUE -> of(value.getStructValue());
            case LIST_VALUE -> of(value.getListValue());
        };
    }

    private static JsonNode of(ListValue list) {
        var node = Json.array();
        list.getValuesList().forEach(element -> node.add(of(element)));
        return node;
    }

    /** A protobuf value knows only doubles: a whole one was an integer on the way in. */
    private static JsonNode number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1L << 53
                ? JsonNodeFactory.instance.numberNode((long) number)
                : JsonNodeFactory.instance.numberNode(number);
    }

    public static Value toValue(JsonNode node) {
        var value = Value.newBuilder();
        if (node.isObject()) {
            value.setStructValue(toStruct(node));
        } else if (node.isArray()) {
            var list = ListValue.newBuilder();
            node.forEach(element -> list.addValues(toValue(element)));
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

    public static Struct toStruct(JsonNode object) {
        var struct = Struct.newBuilder();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            struct.putFields(member.getKey(), toValue(member.getValue()));
        }
        return struct.build();
    }
}
