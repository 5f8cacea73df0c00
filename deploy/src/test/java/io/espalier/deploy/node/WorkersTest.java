package io.espalier.deploy.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.espalier.deploy.client.NodeClient;
import io.espalier.deploy.node.EmbeddedNode.Options;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.v1.OptimizedProgram;
import io.espalier.v1.Study;
import io.espalier.worker.hardware.Hardware;
import io.espalier.worker.onnx.OnnxProvider;
import io.espalier.worker.provider.Finding;
import io.espalier.worker.provider.ModelPlaces;
import io.espalier.worker.provider.OpenModel;
import io.espalier.worker.provider.Provider;
import io.espalier.worker.provider.Providers;
import io.espalier.worker.trial.WorkerNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same study on one worker and on three: the same program comes out, cluster and all. */
class WorkersTest {
    @TempDir Path folder;

    private final List<ActorSystem<Void>> systems = new ArrayList<>();
    private final List<WorkerNode> workers = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (var system : systems) {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
        workers.forEach(WorkerNode::close);
    }

    @Test
    void study_moreWorkers_sameResult() {
        OptimizedProgram alone;
        Study aloneStudy;
        try (var node = EmbeddedNode.start(new Home(folder.resolve("a")), Options.DEFAULT);
                var client = new NodeClient(node.address())) {
            aloneStudy = run(client);
            alone = client.program("workers");
        }
        try (var node = EmbeddedNode.start(new Home(folder.resolve("b")), Options.DEFAULT);
                var client = new NodeClient(node.address())) {
            var calls = List.of(join(node), join(node));
            var study = run(client);
            assertThat(calls)
                    .as("calls of each further worker")
                    .allSatisfy(c -> assertThat(c.get()).isPositive());
            assertThat(study.getValidation()).isEqualTo(aloneStudy.getValidation());
            assertThat(study.getTest()).isEqualTo(aloneStudy.getTest());
            assertThat(study.getModelCalls()).isEqualTo(aloneStudy.getModelCalls());
            var program = client.program("workers");
            assertThat(program.getState()).isEqualTo(alone.getState());
            assertThat(program.getLineageList()).isEqualTo(alone.getLineageList());
        }
    }

    private static Study run(NodeClient client) {
        var spec =
                TestStudies.study(
                        client,
                        "workers",
                        "{\"name\": \"bootstrap-random-search\", \"candidates\": 4}",
                        40);
        var id = client.submit(spec.build(), false).getStudy();
        client.watch(id, 0, _ -> {});
        return client.get(id);
    }

    /** A further worker in the node's cluster. */
    private AtomicInteger join(EmbeddedNode node) {
        var roles = Map.of("pekko.cluster.roles", List.of(WorkerNode.ROLE, "capacity-4"));
        ActorSystem<Void> system =
                ActorSystem.create(
                        Behaviors.empty(),
                        "espalier",
                        ConfigFactory.parseMap(roles)
                                .withFallback(
                                        ConfigFactory.parseResources(
                                                "io/espalier/deploy/node/node.conf"))
                                .withFallback(ConfigFactory.load()));
        systems.add(system);
        var cluster = Cluster.get(Adapter.toClassic(system));
        cluster.join(Cluster.get(Adapter.toClassic(node.system())).selfAddress());
        var provider = new Counting();
        var providers =
                new Providers(List.of(provider), Hardware.detect(), ModelPlaces.ofEnvironment());
        workers.add(WorkerNode.start(system, providers));
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> cluster.selfMember().status().equals(MemberStatus.up()));
        return provider.calls;
    }

    /** The real provider, with its calls counted. */
    private static final class Counting implements Provider {
        private final OnnxProvider provider = new OnnxProvider();
        final AtomicInteger calls = new AtomicInteger();

        @Override
        public String name() {
            return provider.name();
        }

        @Override
        public Finding detect(Hardware hardware) {
            return provider.detect(hardware);
        }

        @Override
        public boolean supports(ModelSpec spec) {
            return provider.supports(spec);
        }

        @Override
        public OpenModel open(ModelSpec spec, ModelPlaces places) {
            var model = provider.open(spec, places);
            return new OpenModel() {
                @Override
                public Completion complete(ModelRequest request) {
                    calls.incrementAndGet();
                    return model.complete(request);
                }

                @Override
                public String describe() {
                    return model.describe();
                }

                @Override
                public void close() {
                    model.close();
                }
            };
        }
    }
}
