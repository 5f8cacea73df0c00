package io.espalier.worker.trial;

import com.google.protobuf.Message;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** Puts a node's trials into its cluster. */
public final class WorkerNode {
    /** The cluster role of nodes that run trials. */
    public static final String ROLE = "worker";

    static final EntityTypeKey<TrialEntity.Command> TRIALS =
            EntityTypeKey.create(TrialEntity.Command.class, "Trial");

    private WorkerNode() {}

    /**
     * Hosts trials where this node has the role, and opens the way to them where it has not. Call
     * once per node.
     *
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
                                .withStopMessage(new TrialEntity.Cancel()));
    }
}
