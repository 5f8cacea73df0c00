package io.espalier.deploy.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.espalier.coordinator.CoordinatorNode;
import io.espalier.coordinator.journal.JournalPlace;
import io.espalier.worker.trial.WorkerNode;
import java.util.List;
import java.util.Map;

/** The configuration of a node's actor system. */
final class NodeConfig {
    private NodeConfig() {}

    /**
     * @param capacity how much this node can do beside others; lanes are given in proportion
     */
    static Config of(JournalPlace journal, int capacity) {
        var roles = List.of(CoordinatorNode.ROLE, WorkerNode.ROLE, "capacity-" + capacity);
        return ConfigFactory.parseMap(Map.of("pekko.cluster.roles", roles))
                .withFallback(journal.pluginConfig())
                .withFallback(
                        ConfigFactory.parseResources(
                                NodeConfig.class.getClassLoader(),
                                "io/espalier/deploy/node/node.conf"))
                .withFallback(ConfigFactory.defaultReference(NodeConfig.class.getClassLoader()))
                .resolve();
    }
}
