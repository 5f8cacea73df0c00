package io.espalier.worker.trial;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.sharding.ShardCoordinator;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;

/**
 * Gives lanes to workers in proportion to their capacity. A worker states its capacity as a role,
 * {@code capacity-8}; one that states none has 1. A lane goes where lanes per capacity are fewest;
 * lanes move only when a worker holds clearly more than its share, a few at a time, for a moved
 * lane loses its prefix caches.
 */
final class CapacityAllocation extends ShardCoordinator.AbstractShardAllocationStrategy {
    static final String ROLE = "capacity-";
    private static final int MOST_MOVED_AT_ONCE = 4;

    private final Cluster cluster;

    CapacityAllocation(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public Future<ActorRef> allocateShard(
            ActorRef requester, String shard, Map<ActorRef, IndexedSeq<String>> current) {
        var capacities = capacities();
        var emptiest =
                current.entrySet().stream()
                        .min(
                                Comparator.comparingDouble(
                                                (Map.Entry<ActorRef, IndexedSeq<String>> e) ->
                                                        (e.getValue().size() + 1)
                                                                / capacity(e.getKey(), capacities))
                                        .thenComparing(e -> e.getKey().path().toString()))
                        .map(Map.Entry::getKey)
                        .orElse(requester);
        return Future.successful(emptiest);
    }

    @Override
    public Future<Set<String>> rebalance(
            Map<ActorRef, IndexedSeq<String>> current, Set<String> inProgress) {
        if (!inProgress.isEmpty()) return Future.successful(Set.of());
        var capacities = capacities();
        double all = current.keySet().stream().mapToDouble(r -> capacity(r, capacities)).sum();
        int lanes = current.values().stream().mapToInt(IndexedSeq::size).sum();
        var moved = new HashSet<String>();
        for (var entry : current.entrySet()) {
            var fair = (int) Math.ceil(lanes * capacity(entry.getKey(), capacities) / all);
            var surplus = entry.getValue().size() - fair;
            // One lane too many is the price of staying put.
            for (int i = 0; surplus > 1 && i < surplus && moved.size() < MOST_MOVED_AT_ONCE; i++) {
                moved.add(entry.getValue().apply(i));
            }
        }
        return Future.successful(moved);
    }

    private double capacity(ActorRef region, Map<Address, Double> capacities) {
        var address = region.path().address();
        return capacities.getOrDefault(
                address.hasLocalScope() ? cluster.selfAddress() : address, 1.0);
    }

    private Map<Address, Double> capacities() {
        var byAddress = new HashMap<Address, Double>();
        for (Member member : cluster.state().getMembers()) {
            byAddress.put(member.address(), stated(member));
        }
        return byAddress;
    }

    private static double stated(Member member) {
        return member.getRoles().stream()
                .filter(role -> role.startsWith(ROLE))
                .mapToDouble(role -> Double.parseDouble(role.substring(ROLE.length())))
                .filter(capacity -> capacity > 0)
                .findFirst()
                .orElse(1);
    }
}
