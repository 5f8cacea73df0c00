package io.espalier.signatures.adapter;

import java.util.List;

/** Makes adapters. */
public final class Adapters {
    /** The kinds of adapter, as study files name them. */
    public static final List<String> KINDS = List.of("chat", "json", "xml");

    private Adapters() {}

    /** Chat with our own framing. */
    public static Adapter standard() {
        return of("chat", Framing.DEFAULT);
    }

    /**
     * @param kind {@code chat}, {@code json} or {@code xml}
     * @throws IllegalArgumentException for another kind
     */
    public static Adapter of(String kind, Framing framing) {
        return switch (kind) {
            case "chat" -> new ChatAdapter(framing, new JsonAdapter(framing));
            case "json" -> new JsonAdapter(framing);
            case "xml" -> new XmlAdapter(framing, new JsonAdapter(framing));
            default ->
                    throw new IllegalArgumentException(
                            "adapter: '" + kind + "' (expected: one of " + KINDS + ")");
        };
    }
}
