package io.espalier.signatures;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** The type of a field's value. Values themselves are JSON; a type says which JSON fits. */
public sealed interface FieldType {

    record Text() implements FieldType {}

    record Int() implements FieldType {}

    record Float() implements FieldType {}

    record Bool() implements FieldType {}

    /**
     * Any JSON value: Python's {@code Any}.
     *
     * @param implied true when the author wrote no type here, as in a bare {@code list}
     */
    record Any(boolean implied) implements FieldType {
        public Any() {
            this(false);
        }
    }

    /** One of a fixed set of constants: Python's {@code Literal}, in the order of declaration. */
    record Literal(List<JsonNode> values) implements FieldType {
        public Literal {
            values = List.copyOf(values);
            if (values.isEmpty()) throw new IllegalArgumentException("literal type: no values");
        }
    }

    /** A named enumeration; a value is written by its constant's value. */
    record Enumeration(String name, List<Constant> constants) implements FieldType {
        public record Constant(String name, JsonNode value) {}

        public Enumeration {
            constants = List.copyOf(constants);
            if (constants.isEmpty())
                throw new IllegalArgumentException("enum " + name + ": no constants");
        }
    }

    /**
     * @param element an implied {@link Any} for a bare {@code list}
     */
    record ListOf(FieldType element) implements FieldType {}

    /** A mapping; both types are implied {@link Any}s for a bare {@code dict}. */
    record MapOf(FieldType key, FieldType value) implements FieldType {}

    record Optional(FieldType of) implements FieldType {}

    /** The first alternative that a value fits wins; at least two. */
    record Union(List<FieldType> alternatives) implements FieldType {
        public Union {
            alternatives = List.copyOf(alternatives);
        }
    }

    /**
     * A nested record with named, typed members.
     *
     * @param description what it is, for the model; empty when the author gave none
     */
    record Nested(String name, String description, List<Field> members) implements FieldType {
        public Nested {
            members = List.copyOf(members);
        }

        public Nested(String name, List<Field> members) {
            this(name, "", members);
        }
    }

    /** A picture: {@code {"url": "https://... or data:..."}}. */
    record Image() implements FieldType {}

    /**
     * Source text; asked for in a fenced block of its language.
     *
     * @param language empty for DSPy's bare {@code Code}, which means Python
     */
    record Code(String language) implements FieldType {}

    /**
     * Earlier turns of a conversation, {@code {"messages": [...]}}; becomes turns, not a section.
     */
    record History() implements FieldType {}

    /** A tool's description, {@code {"name", "description", "parameters"}}. */
    record Tool() implements FieldType {}
}
