package io.espalier.deploy.bench;

import io.espalier.deploy.client.NodeClient;
import io.espalier.deploy.node.EmbeddedNode;
import io.espalier.deploy.node.Home;
import io.espalier.deploy.node.LogFile;
import io.espalier.deploy.study.StudyFile;
import io.espalier.deploy.study.Submission;
import io.espalier.optimizers.spec.FramingResolver;
import io.espalier.signatures.json.Json;
import io.espalier.v1.StudyState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The whole way of a study on a node in this process: submitted over gRPC, its jobs scheduled to
 * trials, run, journaled on disk and folded. The study's optimizer changes nothing, so that its
 * jobs are one evaluation of the program.
 */
final class NodeSide implements AutoCloseable {
    private final Path folder;
    private final EmbeddedNode node;
    private final NodeClient client;
    private int studies;

    /**
     * @param folder with {@code rows.jsonl}; the node's home is made in it
     */
    NodeSide(Path folder) {
        this.folder = folder;
        var home = new Home(folder.resolve("home"));
        home.prepare();
        LogFile.open(home.log(), false);
        this.node = EmbeddedNode.start(home, EmbeddedNode.Options.DEFAULT);
        this.client = new NodeClient(node.address());
    }

    /** A study of its own for every turn. */
    StudyFile study(String url, int concurrency) throws IOException {
        var document = Json.object().put("version", 1).put("name", "bench-" + ++studies);
        document.set("program", IntentTask.program());
        document.putObject("data").put("train", "one.jsonl").put("validation", "rows.jsonl");
        document.put("metric", "exact");
        document.put("reuse", false); // every turn makes its calls
        document.putObject("optimizer").put("name", "labeled-few-shot").put("k", 0);
        document.putObject("models")
                .putObject("task")
                .put("provider", "openai")
                .put("url", url)
                .put("model", "synthlm")
                .put("temperature", 0)
                .put("concurrency", concurrency);
        Files.writeString(
                folder.resolve("one.jsonl"), "{\"utterance\": \"-\", \"intent\": \"-\"}\n");
        var file = Files.writeString(folder.resolve("study.yaml"), Json.write(document));
        return StudyFile.read(file, FramingResolver.NONE);
    }

    /** Submits the study and follows it to its end. */
    void run(StudyFile study) {
        var id = Submission.send(study, client, false).getStudy();
        client.watch(id, 0, _ -> {});
        var ended = client.get(id);
        if (ended.getState() != StudyState.FINISHED) {
            throw new IllegalStateException(
                    "the study ended as " + ended.getState() + ": " + ended.getReason());
        }
    }

    @Override
    public void close() {
        client.close();
        node.close();
    }
}
