package io.espalier.signatures.document;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A tree of JSON values that knows the line of each member, where it was read from text.
 *
 * @param lines from path ({@code data.train}, {@code steps[0].id}; the root is "") to line, from 1
 */
public record Document(JsonNode root, Map<String, Integer> lines) {
    public Document {
        lines = Map.copyOf(lines);
    }

    public static Document withoutLines(JsonNode root) {
        return new Document(root, Map.of());
    }

    /** The line of the member, or of its nearest ancestor that has one. */
    public @Nullable Integer line(String path) {
        for (var at = path; ; at = parent(at)) {
            var line = lines.get(at);
            if (line != null || at.isEmpty()) return line;
        }
    }

    private static String parent(String path) {
        return path.substring(
                0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
}
