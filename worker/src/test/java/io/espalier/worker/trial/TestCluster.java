package io.espalier.worker.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** Real cluster nodes within this JVM, each on a free port of the loopback. */
final class TestCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<ActorSystem<Void>> nodes = new ArrayList<>();

    /** Starts a node and waits until the cluster has it; the first one founds the cluster. */
    ActorSystem<Void> node(List<String> roles) {
        var config =
                ConfigFactory.parseString(
                                """
                                pekko {
                                  actor { provider = cluster, allow-java-serialization = off }
                                  remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                                  cluster { roles = [%s], jmx.multi-mbeans-in-same-jvm = on, downing-provider-class = "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider" }
                                  loglevel = WARNING
                                }
                                """
                                        .formatted(
                                                roles.stream()
                                                        .map(r -> '"' + r + '"')
                                                        .collect(Collectors.joining(","))))
                        .withFallback(ConfigFactory.load());
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "trials", config);
        nodes.add(system);
        var seed = Cluster.get(first()).selfMember().address();
        Cluster.get(system).manager().tell(Join.create(seed));
        TestProbe.<Message>create(system)
                .awaitAssert(
                        PATIENCE,
                        () -> {
                            assertThat(Cluster.get(system).selfMember().status())
                                    .isEqualTo(MemberStatus.up());
                            return null;
                        });
        return system;
    }

    ActorSystem<Void> first() {
        return nodes.getFirst();
    }

    ActorSystem<Void> get(int index) {
        return nodes.get(index);
    }

    void stopLast() {
        ActorTestKit.shutdown(nodes.removeLast(), PATIENCE);
    }

    @Override
    public void close() {
        nodes.reversed().forEach(ActorTestKit::shutdown);
        nodes.clear();
    }
}
