package io.espalier.worker.trial;

import com.google.protobuf.Message;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.worker.provider.Providers;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/**
 * A node's part in its cluster's trials: hosts them where the node has the role {@value #ROLE}, and
 * knows the way to them everywhere. Start it once per actor system; close it after the actor system
 * has ended, so that trials can still tell what they have.
 */
public final class WorkerNode implements AutoCloseable {
    /** The cluster role of nodes that run trials. */
    public static final String ROLE = "worker";

    static final EntityTypeKey<TrialEntity.Command> TRIALS =
            EntityTypeKey.create(TrialEntity.Command.class, "Trial");

    /** Never asked: without the role there are no trials on the node. */
    private static final Workbench NO_BENCH =
            (trial, _) -> {
                throw new IllegalStateException("this node hosts no trials: " + trial.getTrial());
            };

    private final ActorRef<Message> trials;
    private final @Nullable ProviderWorkbench bench;

    private WorkerNode(ActorRef<Message> trials, @Nullable ProviderWorkbench bench) {
        this.trials = trials;
        this.bench = bench;
    }

    /**
     * Runs trials on {@code providers}, if this node has the role.
     *
     * @param providers of this machine; not asked before the first job
     */
    public static WorkerNode start(ActorSystem<?> system, Providers providers) {
        if (!hasRole(system)) return proxy(system);
        var bench = new ProviderWorkbench(providers);
        return new WorkerNode(start(system, bench), bench);
    }

    /**
     * For a node without the role: the way to the trials of others.
     *
     * @throws IllegalStateException when the node has the role, for it would get trials
     */
    public static WorkerNode proxy(ActorSystem<?> system) {
        if (hasRole(system)) {
            throw new IllegalStateException(
                    "this node has the role '" + ROLE + "': start it with providers");
        }
        return new WorkerNode(start(system, NO_BENCH), null);
    }

    private static boolean hasRole(ActorSystem<?> system) {
        return Cluster.get(Adapter.toClassic(system)).getSelfRoles().contains(ROLE);
    }

    /**
     * @return where {@code RunTrial} and {@code CancelTrial} go, for every lane of the cluster
     */
    static ActorRef<Message> start(ActorSystem<?> system, Workbench bench) {
        var settings =
                ClusterShardingSettings.create(system)
                        .withRole(ROLE)
                        // A trial ends itself; a long one must not be put to sleep for want of
                        // messages.
                        .withNoPassivationStrategy();
        return ClusterSharding.get(system)
                .init(
                        Entity.of(TRIALS, context -> TrialEntity.create(context.getShard(), bench))
                                .withMessageExtractor(new TrialEntity.Extractor())
                                .withAllocationStrategy(
                                        new CapacityAllocation(
                                                Cluster.get(Adapter.toClassic(system))))
                                .withSettings(settings)
                                .withStopMessage(new TrialEntity.Stop()));
    }

    /** Where {@code RunTrial} and {@code CancelTrial} go, for every lane of the cluster. */
    public ActorRef<Message> trials() {
        return trials;
    }

    /**
     * Opens a model in the background, so that the first trial finds it open. Does nothing on a
     * node without the role; a model that cannot be opened says so to the first job.
     */
    public void warm(ModelSpec model) {
        if (bench != null) bench.warm(model);
    }

    /** Closes open models and ends the processes of metrics. */
    @Override
    public void close() {
        if (bench != null) bench.close();
    }
}
