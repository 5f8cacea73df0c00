package io.espalier.deploy.node;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.espalier.coordinator.wire.Structs;
import io.espalier.deploy.client.NodeClient;
import io.espalier.signatures.json.Json;
import io.espalier.v1.DataSpec;
import io.espalier.v1.StudySpec;
import java.nio.charset.StandardCharsets;

/** Small studies on the embedded model. */
final class TestStudies {
    private static final String[] THINGS = {"apple", "brick", "canary", "dolphin", "elm", "fork"};

    private TestStudies() {}

    static StudySpec.Builder study(NodeClient client, String name, String optimizer, int rows) {
        return StudySpec.newBuilder()
                .setVersion(1)
                .setName(name)
                .setProgram(
                        struct(
                                "{\"module\": \"predict\", \"signature\": \"thing: str -> kind:"
                                        + " str\", \"instruction\": \"Say what it is.\"}"))
                .setData(
                        DataSpec.newBuilder()
                                .setTrain(upload(client, "train", 0, rows))
                                .setValidation(upload(client, "validation", rows, rows))
                                .setTest(upload(client, "test", 2 * rows, rows)))
                .setMetric(Structs.value(Json.text("exact")))
                .setOptimizer(value(optimizer))
                .putModels("task", Structs.value(Json.text("embedded")))
                .setSeed(3);
    }

    static String upload(NodeClient client, String name, int from, int rows) {
        var text = new StringBuilder();
        for (int i = from; i < from + rows; i++) {
            text.append("{\"id\": \"")
                    .append(i)
                    .append("\", \"thing\": \"")
                    .append(THINGS[i % THINGS.length])
                    .append(' ')
                    .append(i)
                    .append("\", \"kind\": \"")
                    .append(i % 2 == 0 ? "animal" : "tool")
                    .append("\"}\n");
        }
        return client.upload(name, text.toString().getBytes(StandardCharsets.UTF_8)).getHash();
    }

    static Struct struct(String json) {
        return Structs.struct(Json.parse(json));
    }

    static Value value(String json) {
        return Structs.value(Json.parse(json));
    }
}
