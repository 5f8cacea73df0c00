package io.espalier.deploy.node;

import io.espalier.coordinator.CoordinatorNode;
import io.espalier.coordinator.journal.ClusterIdentity;
import io.espalier.coordinator.journal.Database;
import io.espalier.coordinator.journal.JournalException;
import io.espalier.coordinator.journal.JournalPlace;
import io.espalier.coordinator.study.Sharing;
import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.Distribution;
import io.espalier.deploy.client.NodeAddress;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.worker.provider.ModelPlaces;
import io.espalier.worker.provider.Providers;
import io.espalier.worker.trial.WorkerNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole node in this process: coordinator and worker on the loopback, its journal in a home
 * folder. The same code as a cluster's, with both roles on one node.
 */
public final class EmbeddedNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedNode.class);
    private static final Duration JOINING = Duration.ofSeconds(30);
    private static final Duration ENDING = Duration.ofSeconds(10);

    /**
     * @param port of the API; 0 lets the system pick
     * @param work false for a node that only reads its journal: unfinished studies stay as they are
     */
    public record Options(int port, boolean work) {
        public static final Options DEFAULT = new Options(0, true);
    }

    private final ActorSystem<Void> system;
    private final NodeAddress address;
    private final WorkerNode worker;

    /** What to close, the last opened first. */
    private final Deque<Runnable> open;

    private EmbeddedNode(
            ActorSystem<Void> system,
            NodeAddress address,
            WorkerNode worker,
            Deque<Runnable> open) {
        this.system = system;
        this.address = address;
        this.worker = worker;
        this.open = open;
    }

    /**
     * Returns once the node takes commands.
     *
     * @throws CommandFailure for a port or home folder in use, a full disk, a journal of another
     *     cluster; nothing is left open then
     */
    public static EmbeddedNode start(Home home, Options options) {
        check(home, options);
        home.prepare();
        var open = new ArrayDeque<Runnable>();
        try {
            return start(home, options, open);
        } catch (RuntimeException e) {
            closeAll(open);
            throw e instanceof JournalException journal ? failure(journal) : e;
        }
    }

    private static EmbeddedNode start(Home home, Options options, Deque<Runnable> open) {
        Distribution.find().offerModels();
        var sharing = NodeConfig.sharing(System.getenv(NodeConfig.SHARED_RESULTS));
        var journal = new JournalPlace(home.journal());
        var database = Database.open(journal);
        open.push(database::close);
        if (options.work()) database.checkRoom();
        ClusterIdentity.check(database, home.cluster());
        var providers = Providers.found(ModelPlaces.ofEnvironment());
        var cores = providers.hardware().cores();
        ActorSystem<Void> system =
                ActorSystem.create(Behaviors.empty(), "espalier", NodeConfig.of(journal, cores));
        open.push(() -> end(system));
        form(system);
        var worker = WorkerNode.start(system, providers);
        // Closed after the actor system, so that trials can still tell what they have.
        var ending = open.pop();
        open.push(worker::close);
        open.push(ending);
        var coordinator = coordinator(system, database, worker, sharing, options);
        open.push(coordinator::close);
        var address = new NodeAddress("127.0.0.1", coordinator.port());
        NodeFile.write(home, address, options.work());
        open.push(() -> NodeFile.remove(home));
        return new EmbeddedNode(system, address, worker, open);
    }

    /**
     * Whether a node can start: looks only, and makes nothing.
     *
     * @throws CommandFailure for a port or home folder in use
     */
    public static void check(Home home, Options options) {
        refuseSecond(home);
        if (options.port() == 0) return;
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()));
        } catch (IOException e) {
            throw portInUse(options.port(), e);
        }
    }

    private static CommandFailure portInUse(int port, IOException problem) {
        return CommandFailure.environment(
                "PORT_IN_USE",
                "port "
                        + port
                        + " cannot be had ("
                        + root(problem)
                        + "); name another with --port, or leave it to the system",
                problem);
    }

    private static void refuseSecond(Home home) {
        NodeFile.running(home)
                .ifPresent(node -> {
                    throw CommandFailure.environment(
                            "HOME_IN_USE",
                            "a node runs over "
                                    + home.folder()
                                    + " already (process "
                                    + node.pid()
                                    + ", "
                                    + node.address()
                                    + "); stop it, or name another folder with --home");
                });
    }

    private static CoordinatorNode coordinator(
            ActorSystem<?> system,
            Database database,
            WorkerNode worker,
            Sharing sharing,
            Options options) {
        try {
            return CoordinatorNode.start(
                    system,
                    database,
                    worker.trials(),
                    new CoordinatorNode.Settings(options.port(), options.work(), sharing));
        } catch (IOException e) {
            throw portInUse(options.port(), e);
        }
    }

    private static String root(Throwable problem) {
        var cause = problem;
        while (cause.getCause() != null) cause = cause.getCause();
        return String.valueOf(cause.getMessage());
    }

    /** A cluster of its own. */
    private static void form(ActorSystem<?> system) {
        var cluster = Cluster.get(Adapter.toClassic(system));
        var up = new CountDownLatch(1);
        cluster.registerOnMemberUp(up::countDown);
        cluster.join(cluster.selfAddress());
        try {
            if (up.await(JOINING.toSeconds(), TimeUnit.SECONDS)) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw CommandFailure.environment(
                "CLUSTER", "the node did not form its cluster in " + JOINING.toSeconds() + " s");
    }

    private static void end(ActorSystem<?> system) {
        system.terminate();
        try {
            system.getWhenTerminated()
                    .toCompletableFuture()
                    .get(ENDING.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException e) {
            LOG.warn("the actor system did not end in time", e);
        }
    }

    private static CommandFailure failure(JournalException problem) {
        var code =
                switch (problem.kind()) {
                    case IN_USE -> "HOME_IN_USE";
                    case FOREIGN -> "FOREIGN_JOURNAL";
                    case DISK_FULL -> "DISK_FULL";
                    case UNUSABLE -> "JOURNAL_UNUSABLE";
                };
        return CommandFailure.environment(code, String.valueOf(problem.getMessage()), problem);
    }

    /** Where the node takes commands. */
    public NodeAddress address() {
        return address;
    }

    /** For tests that let others join. */
    ActorSystem<Void> system() {
        return system;
    }

    /** Opens a model in the background, ahead of the first study that asks for it. */
    public void warm(ModelSpec model) {
        worker.warm(model);
    }

    /** Ends the node; unfinished studies stay in its journal. */
    @Override
    public void close() {
        closeAll(open);
    }

    private static void closeAll(Deque<Runnable> open) {
        while (!open.isEmpty()) {
            try {
                open.pop().run();
            } catch (RuntimeException e) {
                LOG.warn("a part of the node was not closed", e);
            }
        }
    }
}
