package io.espalier.deploy.bench.quality;

import io.espalier.signatures.json.Json;
import tools.jackson.databind.JsonNode;

/** Rows of each set. */
public record Sizes(int train, int validation, int test) {
    public Sizes {
        if (train < 1 || validation < 1 || test < 1) {
            throw new IllegalArgumentException(
                    "sizes: " + train + "," + validation + "," + test + " (expected: 1 or more)");
        }
    }

    JsonNode json() {
        return Json.array().add(train).add(validation).add(test);
    }

    static Sizes of(JsonNode node) {
        return new Sizes(node.path(0).asInt(0), node.path(1).asInt(0), node.path(2).asInt(0));
    }
}
