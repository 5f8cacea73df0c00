package io.espalier.deploy.cli;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.client.NodeClient;
import io.espalier.deploy.node.EmbeddedNode;
import io.espalier.deploy.node.EmbeddedNode.Options;
import io.espalier.deploy.node.NodeFile;
import io.espalier.signatures.model.ModelSpec;
import java.util.Optional;

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
        return find(command)
                .orElseThrow(() ->
                        CommandFailure.environment(
                                "NO_NODE",
                                "no node runs over "
                                        + command.options.home().folder()
                                        + "; start one with 'espalier node', or name one with --server HOST:PORT"));
    }

    /**
     * A node to read the journal or ask a program with: one that runs, else one of this command's
     * own that leaves unfinished studies as they are.
     */
    static Nodes toRead(EspalierSubcommand command) {
        return find(command)
                .orElseGet(() ->
                        own(EmbeddedNode.start(command.preparedHome(), new Options(0, false))));
    }

    /**
     * A node that works on studies: one that runs, else one of this command's own.
     *
     * @param model that the study will ask first: opened while the study is still on its way
     */
    static Nodes toWork(EspalierSubcommand command, ModelSpec model) {
        return find(command)
                .orElseGet(() -> {
                    var node = EmbeddedNode.start(command.preparedHome(), Options.DEFAULT);
                    node.warm(model);
                    return own(node);
                });
    }

    private static Optional<Nodes> find(EspalierSubcommand command) {
        var server = command.options.server();
        if (server != null) {
            return Optional.of(new Nodes(new NodeClient(server), false, () -> {}));
        }
        return NodeFile.running(command.preparedHome())
                .map(file -> new Nodes(new NodeClient(file.address()), false, () -> {}));
    }

    private static Nodes own(EmbeddedNode node) {
        return new Nodes(new NodeClient(node.address()), true, node::close);
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
