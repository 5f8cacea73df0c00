package io.espalier.signatures.model;

import java.util.List;
import java.util.stream.Collectors;

/** One turn of a conversation. */
public record Message(Role role, List<Part> parts) {

    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT;

        /** The name on the wire: {@code system}, {@code user}, {@code assistant}. */
        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** A piece of a turn. Most turns are one text. */
    public sealed interface Part {
        record Text(String text) implements Part {}

        /**
         * @param url an address or a {@code data:} URL
         */
        record Image(String url) implements Part {}
    }

    public Message {
        parts = List.copyOf(parts);
    }

    public static Message of(Role role, String text) {
        return new Message(role, List.of(new Part.Text(text)));
    }

    public static Message system(String text) {
        return of(Role.SYSTEM, text);
    }

    public static Message user(String text) {
        return of(Role.USER, text);
    }

    public static Message assistant(String text) {
        return of(Role.ASSISTANT, text);
    }

    /** All text of the turn; images are left out. */
    public String text() {
        return parts.stream()
                .map(p -> p instanceof Part.Text(var text) ? text : "")
                .collect(Collectors.joining());
    }
}
