package io.espalier.deploy.client;

import io.espalier.deploy.CommandFailure;

/** Where a node takes commands. */
public record NodeAddress(String host, int port) {

    /** From {@code HOST:PORT}. */
    public static NodeAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && port > 0 && port < 65536) {
                return new NodeAddress(text.substring(0, colon), port);
            }
        } catch (NumberFormatException e) {
            throw wrong(text);
        }
        throw wrong(text);
    }

    private static CommandFailure wrong(String text) {
        return CommandFailure.usage(
                "USAGE",
                "'" + text + "' is not an address (expected: HOST:PORT, such as 127.0.0.1:7400)");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
