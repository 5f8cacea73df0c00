package io.espalier.deploy.cli;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.client.NodeClient;
import io.espalier.deploy.node.EmbeddedNode;
import io.espalier.deploy.node.EmbeddedNode.Options;
import io.espalier.deploy.node.NodeFile;
import io.espalier.deploy.print.StudyText;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.v1.Study;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a command reaches a node: the one named, the one that runs over the home folder, or one of
 * its own.
 */
final class Nodes implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int TRIES = 60;

    private final NodeClient client;
    private final @Nullable EmbeddedNode own;

    private Nodes(NodeClient client, @Nullable EmbeddedNode own) {
        this.client = client;
        this.own = own;
    }

    /** A node that runs already and works on studies. */
    static Nodes running(EspalierSubcommand command) {
        return find(command, NodeFile::work)
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
        return find(command, _ -> true)
                .orElseGet(() -> {
                    if (hasNoJournal(command)) {
                        throw CommandFailure.failed(
                                "NOT_FOUND",
                                "there are no studies in "
                                        + command.options.home().folder()
                                        + "; name the folder that has them with --home");
                    }
                    return startReading(command);
                });
    }

    /** As {@link #toRead}, in a home that is made where it is missing. */
    static Nodes toKeep(EspalierSubcommand command) {
        return find(command, _ -> true).orElseGet(() -> startReading(command));
    }

    /** Whether the command's home never had a node: there is nothing to read in it. */
    static boolean hasNoJournal(EspalierSubcommand command) {
        return command.options.server == null && !Files.exists(command.options.home().journal());
    }

    private static Nodes startReading(EspalierSubcommand command) {
        return start(command, new Options(0, false), _ -> true);
    }

    /**
     * A node that works on studies: one that runs, else one of this command's own.
     *
     * @param model that the study will ask first: opened while the study is still on its way
     */
    static Nodes toWork(EspalierSubcommand command, ModelSpec model) {
        var nodes = toWork(command);
        if (nodes.own != null) nodes.own.warm(model);
        return nodes;
    }

    static Nodes toWork(EspalierSubcommand command) {
        return find(command, NodeFile::work)
                .orElseGet(() -> start(command, Options.DEFAULT, NodeFile::work));
    }

    private static Optional<Nodes> find(EspalierSubcommand command, Predicate<NodeFile> fits) {
        var server = command.options.server();
        if (server != null) return Optional.of(new Nodes(new NodeClient(server), null));
        // Looking makes nothing.
        var home = command.options.home();
        if (!Files.exists(home.folder())) return Optional.empty();
        return NodeFile.running(command.preparedHome())
                .filter(fits)
                .map(file -> new Nodes(new NodeClient(file.address()), null));
    }

    /**
     * Another command's node may hold the home for the moment that the command takes: waits for its
     * end, or takes the node that comes up there.
     */
    private static Nodes start(
            EspalierSubcommand command, Options options, Predicate<NodeFile> fits) {
        var home = command.preparedHome();
        for (int left = TRIES; ; left--) {
            try {
                var node = EmbeddedNode.start(home, options);
                return new Nodes(new NodeClient(node.address()), node);
            } catch (CommandFailure e) {
                if (left == 0 || !e.code().equals("HOME_IN_USE")) throw e;
                pause(e);
                var found = find(command, fits);
                if (found.isPresent()) return found.get();
            }
        }
    }

    private static void pause(CommandFailure reason) {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }

    NodeClient client() {
        return client;
    }

    /** True when the node ends with this command. */
    boolean isOwn() {
        return own != null;
    }

    /** What people must know of a study that this command's own node leaves as it is. */
    String whoTakesUp(Study study) {
        return isOwn() && !StudyText.hasEnded(study.getState())
                ? "  (no node runs over this home: 'espalier node' or 'espalier run' takes it up)"
                : "";
    }

    @Override
    public void close() {
        client.close();
        if (own != null) own.close();
    }
}
