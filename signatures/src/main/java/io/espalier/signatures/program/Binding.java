package io.espalier.signatures.program;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Where a step's input comes from. */
sealed interface Binding {

    /** Written into the program. */
    record Constant(JsonNode value) implements Binding {}

    /** The latest earlier field of this name: a step's output, else the program's input. */
    record Latest(String field) implements Binding {}

    /** A field of one step. */
    record Of(String step, String field) implements Binding {}

    /** Several values one after the other; lists are joined into one. */
    record Joined(List<Binding> parts) implements Binding {
        public Joined {
            parts = List.copyOf(parts);
        }
    }
}
