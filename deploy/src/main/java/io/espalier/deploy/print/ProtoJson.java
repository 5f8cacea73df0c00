package io.espalier.deploy.print;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import io.espalier.coordinator.wire.Structs;
import io.espalier.signatures.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Messages of the API as the JSON of the command line: names as in the protos, numbers as numbers,
 * states in lower case, times in ISO 8601, absent messages left out and zeros kept.
 */
public final class ProtoJson {
    private ProtoJson() {}

    public static JsonNode of(Message message) {
        return switch (message) {
            case Struct struct -> Structs.json(struct);
            case Value value -> Structs.json(value);
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
}
