package io.espalier.signatures;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One input or output of a signature.
 *
 * @param description what the field means, for the model; null when the author gave none
 * @param fallback the value of an output that the model left out; null when it must be there
 * @param isPrivate true when values of this field may be resolved only at their site
 */
public record Field(
        String name,
        FieldType type,
        @Nullable String description,
        List<Constraint> constraints,
        @Nullable JsonNode fallback,
        boolean isPrivate) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public Field {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "field name: '"
                            + name
                            + "' (expected: letters, digits and _, not starting with a digit)");
        }
        constraints = List.copyOf(constraints);
    }

    public static Field of(String name, FieldType type) {
        return new Field(name, type, null, List.of(), null, false);
    }

    public static Field text(String name) {
        return of(name, new FieldType.Text());
    }

    public Field withDescription(@Nullable String newDescription) {
        return new Field(name, type, newDescription, constraints, fallback, isPrivate);
    }

    public Field withConstraints(List<Constraint> newConstraints) {
        return new Field(name, type, description, newConstraints, fallback, isPrivate);
    }

    public Field withFallback(@Nullable JsonNode value) {
        return new Field(name, type, description, constraints, value, isPrivate);
    }

    public Field asPrivate() {
        return new Field(name, type, description, constraints, fallback, true);
    }
}
