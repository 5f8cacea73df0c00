package io.espalier.coordinator.study;

import io.espalier.signatures.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Files that decide results without being part of a study's document, such as a model's. */
final class FileContents {
    /** Larger files count by size and time: hashing a model's weights takes its time. */
    private static final long LARGE = 1L << 20;

    private FileContents() {}

    /**
     * A hash of a file, or of all files under a folder; a different one each time where they cannot
     * be read.
     */
    static String hash(Path place) {
        var text = new StringBuilder();
        try (var files = Files.walk(place)) {
            files.filter(Files::isRegularFile)
                    .sorted()
                    .forEach(file ->
                            text.append(place.relativize(file))
                                    .append(' ')
                                    .append(content(file))
                                    .append('\n'));
            return Json.hash(text.toString());
        } catch (IOException | UncheckedIOException e) {
            return UUID.randomUUID().toString();
        }
    }

    private static String content(Path file) {
        try {
            return Files.size(file) > LARGE
                    ? Files.size(file) + " bytes of " + Files.getLastModifiedTime(file)
                    : Json.hash(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
