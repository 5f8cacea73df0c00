package io.espalier.optimizers;

import io.espalier.signatures.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** Recorded figures among the test resources. */
public final class Golden {
    private Golden() {}

    /**
     * @param beside a class of the package whose folder holds the file
     */
    public static JsonNode read(Class<?> beside, String name) {
        try (var file = beside.getResourceAsStream(name)) {
            if (file == null) throw new IllegalArgumentException("no resource " + name);
            return Json.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
