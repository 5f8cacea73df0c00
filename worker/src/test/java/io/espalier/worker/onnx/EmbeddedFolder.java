package io.espalier.worker.onnx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where tests find the embedded model. */
final class EmbeddedFolder {

    private EmbeddedFolder() {}

    static Path models() {
        var named = System.getProperty("espalier.models");
        return (named == null ? Path.of("../models") : Path.of(named)).toAbsolutePath().normalize();
    }

    static Path path() {
        var folder = models().resolve("embedded");
        assumeTrue(Files.isDirectory(folder), "no embedded model at " + folder);
        return folder;
    }
}
