package io.espalier.deploy.bench.quality;

import io.espalier.signatures.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Lines of runs, one JSON object each, appended to a file as they come. */
final class RunsFile {
    private final @Nullable Path file;
    private final Map<Run, JsonNode> lines = new LinkedHashMap<>();

    /**
     * @param file null keeps the lines in memory only
     */
    RunsFile(@Nullable Path file) {
        this.file = file;
    }

    /** Takes up the file's own lines; one that failed is not taken, so that it runs again. */
    void resume() throws IOException {
        if (file == null || !Files.exists(file)) return;
        for (var line : parsed(file)) {
            var run = Run.of(line);
            if (run != null && !line.has("error")) lines.put(run, line);
        }
    }

    /** Takes DSPy's lines of another file, and adds them to this one. */
    void peers(Path from) throws IOException {
        for (var line : parsed(from)) {
            var run = Run.of(line);
            if (run == null || run.side() != Run.Side.DSPY || line.has("error")) continue;
            if (!has(run)) add(run, line);
        }
    }

    private static List<JsonNode> parsed(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .map(Json::parse)
                .toList();
    }

    boolean has(Run run) {
        return lines.containsKey(run);
    }

    void add(Run run, JsonNode line) throws IOException {
        lines.put(run, line);
        if (file == null) return;
        Files.writeString(
                file,
                Json.write(line) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** DSPy's run of the same optimizer, task, world, seed and sizes, whatever its threads. */
    Optional<JsonNode> peer(Run run) {
        return lines.entrySet().stream()
                .filter(e -> e.getKey().side() == Run.Side.DSPY)
                .filter(e -> e.getKey().sameWork(run) && !e.getValue().has("error"))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Lines of the tasks, worlds and sizes that were asked for. */
    List<JsonNode> of(QualityOptions options) {
        return lines.entrySet().stream()
                .filter(e -> options.covers(e.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }
}
