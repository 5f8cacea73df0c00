package io.espalier.deploy.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.espalier.coordinator.CoordinatorNode;
import io.espalier.coordinator.journal.JournalPlace;
import io.espalier.coordinator.study.Sharing;
import io.espalier.deploy.CommandFailure;
import io.espalier.signatures.job.JobRunner;
import io.espalier.worker.provider.ModelPlaces;
import io.espalier.worker.trial.WorkerNode;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The configuration of a node: of its actor system, and of what its studies share. */
final class NodeConfig {
    /** The environment variable for the most that is kept of shared results, in MiB; 0 for none. */
    static final String SHARED_RESULTS = "ESPALIER_SHARED_RESULTS_MIB";

    private static final long SHARED_RESULTS_MIB = 1024;

    private NodeConfig() {}

    /**
     * @param limit what {@value #SHARED_RESULTS} says; null where it is not set
     * @throws CommandFailure for one that is no number
     */
    static Sharing sharing(@Nullable String limit) {
        long mib = limit == null || limit.isBlank() ? SHARED_RESULTS_MIB : mib(limit.strip());
        var code = List.of(place(JobRunner.class), place(WorkerNode.class));
        return new Sharing(mib << 20, code, ModelPlaces.ofEnvironment().embedded());
    }

    private static long mib(String limit) {
        if (limit.matches("[0-9]{1,9}")) return Long.parseLong(limit);
        throw CommandFailure.usage(
                "USAGE", SHARED_RESULTS + ": '" + limit + "' is no number of MiB, such as 1024");
    }

    /** The jar of a class, or the folder of its module's classes. */
    private static Path place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a place of classes that is no path", e);
        }
    }

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
