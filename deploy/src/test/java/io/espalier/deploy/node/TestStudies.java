package io.espalier.deploy.node;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.espalier.coordinator.wire.Structs;
import io.espalier.deploy.Distribution;
import io.espalier.deploy.client.NodeClient;
import io.espalier.signatures.json.Json;
import io.espalier.v1.DataSpec;
import io.espalier.v1.StudySpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small studies on the embedded model, with the demo's tickets. */
final class TestStudies {
    private TestStudies() {}

    /** Scored by exact match; {@code rows} examples in each set. */
    static StudySpec.Builder study(NodeClient client, String name, String optimizer, int rows) {
        return StudySpec.newBuilder()
                .setVersion(1)
                .setName(name)
                .setProgram(
                        struct(
                                """
                                {"module": "predict", "signature": "ticket: str -> queue: str",
                                 "instruction": "Answer the question."}\
                                """))
                .setData(
                        DataSpec.newBuilder()
                                .setTrain(upload(client, "train", rows))
                                .setValidation(upload(client, "validation", rows))
                                .setTest(upload(client, "test", rows)))
                .setMetric(Structs.value(Json.text("exact")))
                .setOptimizer(value(optimizer))
                .putModels("task", Structs.value(Json.text("embedded")))
                .setSeed(3);
    }

    /** A study file with its data, scored by a metric over HTTP. */
    static Path file(Path folder, String name, String metric, int rows) throws IOException {
        for (var set : new String[] {"train", "validation", "test"}) {
            Files.writeString(folder.resolve(set + ".jsonl"), rows(set, rows));
        }
        return Files.writeString(
                folder.resolve(name + ".yaml"),
                """
                version: 1
                name: %s
                program: {module: predict, signature: "ticket: str -> queue: str", instruction: Answer the question.}
                data: {train: train.jsonl, validation: validation.jsonl, test: test.jsonl}
                metric: {http: "%s"}
                optimizer: {name: bootstrap-random-search, candidates: 3}
                models: {task: embedded}
                seed: 5
                """
                        .formatted(name, metric));
    }

    static String upload(NodeClient client, String set, int rows) {
        return client.upload(set, rows(set, rows).getBytes(StandardCharsets.UTF_8)).getHash();
    }

    private static String rows(String set, int rows) {
        var file = Distribution.find().examples().resolve("ticket-team/data/" + set + ".jsonl");
        try {
            var lines = Files.readAllLines(file);
            var text = new StringBuilder();
            for (int i = 0; i < rows; i++) {
                // Rows that are used again get another text, for equal jobs are one job.
                int again = i / lines.size();
                var line = lines.get(i % lines.size());
                text.append(
                                again == 0
                                        ? line
                                        : line.replaceFirst("\"ticket\": ?\"", "$0" + again + " "))
                        .append('\n');
            }
            return text.toString();
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }

    static Struct struct(String json) {
        return Structs.struct(Json.parse(json));
    }

    static Value value(String json) {
        return Structs.value(Json.parse(json));
    }
}
