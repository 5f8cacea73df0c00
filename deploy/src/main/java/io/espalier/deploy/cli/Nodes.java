package io.espalier.deploy.cli;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.client.NodeClient;
import io.espalier.deploy.node.NodeFile;

/**
 * How a command reaches a node: the one named, the one that runs over the home folder, or one of
 * its own.
 */
final class Nodes implements AutoCloseable {
    private final NodeClient client;
    private final Runnable stop;
    private final boolean own;

    private Nodes(NodeClient client, boolean own, Runnable stop) {
        this.client = client;
        this.own = own;
        this.stop = stop;
    }

    /** A node that runs already. */
    static Nodes running(EspalierSubcommand command) {
        var server = command.options.server();
        if (server != null) return new Nodes(new NodeClient(server), false, () -> {});
        var home = command.preparedHome();
        return NodeFile.running(home)
                .map(file -> new Nodes(new NodeClient(file.address()), false, () -> {}))
                .orElseThrow(() ->
                        CommandFailure.environment(
                                "NO_NODE",
                                "no node runs over "
                                        + home.folder()
                                        + "; start one with 'espalier node', or name one with --server HOST:PORT"));
    }

    /**
     * A node to read the journal with: one that runs, else one of this command's own that starts no
     * work.
     */
    static Nodes toRead(EspalierSubcommand command) {
        return running(command);
    }

    NodeClient client() {
        return client;
    }

    /** True when the node ends with this command. */
    boolean isOwn() {
        return own;
    }

    @Override
    public void close() {
        client.close();
        stop.run();
    }
}
