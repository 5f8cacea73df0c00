package io.espalier.coordinator.study;

import java.nio.file.Path;
import java.util.List;

/**
 * How a node's studies share results.
 *
 * @param limit most bytes that are kept of them; 0 shares nothing
 * @param code where the classes lie that do jobs: results of other code are not taken
 * @param embedded the folder of the embedded model
 */
public record Sharing(long limit, List<Path> code, Path embedded) {
    public Sharing {
        code = List.copyOf(code);
    }
}
