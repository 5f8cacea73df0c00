package io.espalier.worker.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import io.espalier.cluster.v1.TrialDone;
import io.espalier.signatures.job.OutcomeJson;
import io.espalier.signatures.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A worker and a node without the role in one cluster, with real jobs on a scripted provider. */
class WorkerNodeTest {
    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void trial_sentByANodeWithoutTheRole_runsOnTheWorker() {
        var provider = new ScriptedProvider();
        var worker = WorkerNode.start(cluster.node(List.of(WorkerNode.ROLE)), provider.providers());
        var elsewhere = cluster.node(List.of("coordinator"));
        var way = WorkerNode.start(elsewhere, new ScriptedProvider().providers());
        var ear = TestProbe.<Message>create(Message.class, elsewhere);
        way.trials()
                .tell(
                        Trials.trial(UnaryOperator.identity()).toBuilder()
                                .setReplyTo(
                                        ActorRefResolver.get(elsewhere)
                                                .toSerializationFormat(ear.ref()))
                                .build());
        var done = ear.expectMessageClass(TrialDone.class, Duration.ofSeconds(30));
        var outcome = OutcomeJson.read(Json.parse(done.getResults(0).getOutcome().toStringUtf8()));
        assertThat(outcome.value()).isEqualTo(1);
        assertThat(provider.opened).hasValue(1);
        way.close();
        worker.close();
        assertThat(provider.closed).hasValue(1);
    }

    @Test
    void proxy_onANodeWithTheRole_isRefused() {
        var system = cluster.node(List.of(WorkerNode.ROLE));
        assertThatThrownBy(() -> WorkerNode.proxy(system)).hasMessageContaining("providers");
    }
}
