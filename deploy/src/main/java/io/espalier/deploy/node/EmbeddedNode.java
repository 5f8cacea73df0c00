package io.espalier.deploy.node;

import io.espalier.deploy.client.NodeAddress;

/**
 * A whole node in this process: coordinator and worker on the loopback, its journal in a home
 * folder. The same code as a cluster's, with both roles on one node.
 */
public final class EmbeddedNode implements AutoCloseable {

    /**
     * @param port of the API; 0 lets the system pick
     * @param work false for a node that only reads its journal: unfinished studies stay as they are
     */
    public record Options(int port, boolean work) {
        public static final Options DEFAULT = new Options(0, true);
    }

    private final NodeAddress address;

    private EmbeddedNode(NodeAddress address) {
        this.address = address;
    }

    /**
     * Returns once the node takes commands.
     *
     * @throws io.espalier.deploy.CommandFailure for a port or home folder in use, a full disk, a
     *     journal of another cluster
     */
    public static EmbeddedNode start(Home home, Options options) {
        throw new UnsupportedOperationException(home + " " + options);
    }

    public NodeAddress address() {
        return address;
    }

    @Override
    public void close() {}
}
