package io.espalier.coordinator.study;

import io.espalier.optimizers.spec.StudySpec;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.ModelSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a result must agree in before another study may take it. A job's identity is the content of
 * its study's documents; between studies there lies time, in which also that may have changed which
 * documents only name: the code that does jobs, with its sentences and parsers; the files of a
 * model, and of a metric's command. What lies behind an address cannot be seen, and is taken to
 * stay what it is.
 */
final class ResultIdentity {
    private final String task;
    private final String taskScored;
    private final String reflection;
    private final String reflectionScored;

    private ResultIdentity(String task, String reflection, String metric) {
        this.task = task;
        this.taskScored = task + metric;
        this.reflection = reflection;
        this.reflectionScored = reflection + metric;
    }

    /**
     * Reads files; not for an actor's thread.
     *
     * @param code a hash of the code that does jobs
     * @param embedded the folder of the embedded model
     */
    static ResultIdentity of(StudySpec spec, String code, Path embedded) {
        var task = code + files(spec.models().task(), embedded);
        var reflection = code + files(spec.models().reflection(), embedded);
        var metric = spec.metric().document();
        // A judge is one of the study's models.
        var judge = metric.findValue("judge") == null ? "" : task + reflection;
        return new ResultIdentity(task, reflection, judge + commands(metric));
    }

    /** In hexadecimal. */
    String of(String id, Job job) {
        var around =
                switch (job.role()) {
                    case TASK -> job.scored() ? taskScored : task;
                    case REFLECTION -> job.scored() ? reflectionScored : reflection;
                };
        return Json.hash(id + "\n" + around);
    }

    private static String files(ModelSpec model, Path embedded) {
        return switch (model.provider()) {
            case "embedded" -> FileContents.hash(embedded);
            case "onnx" -> model.path() == null ? "" : FileContents.hash(Path.of(model.path()));
            default -> "";
        };
    }

    /** The scripts and programs that a metric's commands name. */
    private static String commands(JsonNode metric) {
        var hashes = new StringBuilder();
        for (var command : metric.findParents("command")) {
            var folder = Path.of(command.path("directory").asString(""));
            for (var word : command.path("command")) {
                var file = file(folder, word.asString());
                if (file != null) hashes.append(FileContents.hash(file));
            }
        }
        return hashes.toString();
    }

    private static @Nullable Path file(Path folder, String word) {
        try {
            var file = folder.resolve(word);
            return Files.isRegularFile(file) ? file : null;
        } catch (java.nio.file.InvalidPathException e) {
            return null;
        }
    }
}
