package io.espalier.deploy.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.deploy.client.NodeClient;
import io.espalier.deploy.node.EmbeddedNode.Options;
import io.espalier.v1.Study;
import io.espalier.v1.StudySpec;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one study leaves to the next on the same node; the metric counts what is really asked. */
class SharedResultsTest {
    private static final int ROWS = 15;

    /** A schedule in which a further candidate leaves the others as they are. */
    private static final String SEARCH =
            "{\"name\": \"bootstrap-random-search\", \"parity\": \"dspy\", \"candidates\": 2}";

    @TempDir Path folder;
    private CountingMetric metric;

    @BeforeEach
    void startMetric() throws Exception {
        metric = new CountingMetric();
    }

    @AfterEach
    void stopMetric() {
        metric.close();
    }

    @Test
    void study_sameAsAnEarlierOne_isAnsweredByItAtNoCost() {
        var home = new Home(folder);
        Study first;
        try (var node = EmbeddedNode.start(home, Options.DEFAULT);
                var client = new NodeClient(node.address())) {
            first = end(client, spec(client));
        }
        int asked = metric.calls();
        assertThat(first.getReused()).isZero();
        assertThat(first.getMetricCalls()).isPositive();
        try (var node = EmbeddedNode.start(home, Options.DEFAULT);
                var client = new NodeClient(node.address())) {
            var second = end(client, spec(client).setName("again"));
            assertThat(metric.calls()).as("all answered by the first").isEqualTo(asked);
            assertThat(second.getMetricCalls())
                    .as("a budget does not depend on what the home knows")
                    .isEqualTo(first.getMetricCalls());
            assertThat(second.getModelCalls()).isZero();
            assertThat(second.getTokens().getPrompt()).isZero();
            assertThat(second.getReused()).isGreaterThanOrEqualTo(first.getMetricCalls());
            assertThat(second.getReplayed()).isZero();
            assertThat(second.getValidation()).isEqualTo(first.getValidation());
            assertThat(second.getTest()).isEqualTo(first.getTest());

            var wider =
                    spec(client)
                            .setName("wider")
                            .setOptimizer(TestStudies.value(SEARCH.replace("2", "3")));
            var third = end(client, wider);
            assertThat(third.getReused()).isGreaterThanOrEqualTo(first.getMetricCalls());
            assertThat(third.getMetricCalls())
                    .as("the new candidate's, too")
                    .isGreaterThan(first.getMetricCalls());
            assertThat(metric.calls() - asked).isLessThan(asked);
        }
    }

    @Test
    void study_thatWantsItsOwn_neitherTakesNorLeaves() {
        try (var node = EmbeddedNode.start(new Home(folder), Options.DEFAULT);
                var client = new NodeClient(node.address())) {
            var alone = spec(client).setReuse(false);
            var first = end(client, alone);
            int asked = metric.calls();
            var second = end(client, alone.setName("again"));
            assertThat(second.getReused()).isZero();
            assertThat(second.getMetricCalls()).isEqualTo(first.getMetricCalls());
            assertThat(metric.calls()).isEqualTo(2 * asked);
            var sharing = end(client, spec(client).setName("sharing"));
            assertThat(sharing.getReused()).as("nothing was left").isZero();
        }
    }

    @Test
    void results_ofABrokenMetric_areNotLeft() {
        metric.breakDown(true);
        try (var node = EmbeddedNode.start(new Home(folder), Options.DEFAULT);
                var client = new NodeClient(node.address())) {
            assertThat(end(client, spec(client)).getErrors().getMetric()).isPositive();
            metric.breakDown(false);
            var mended = end(client, spec(client).setName("mended").clearReuse());
            assertThat(mended.getReused()).isZero();
            assertThat(mended.getErrors().getMetric()).isZero();
        }
    }

    private StudySpec.Builder spec(NodeClient client) {
        return TestStudies.study(client, "first", SEARCH, ROWS)
                .setMetric(TestStudies.value("{\"http\": \"" + metric.url() + "\"}"));
    }

    private static Study end(NodeClient client, StudySpec.Builder spec) {
        var id = client.submit(spec.build(), false).getStudy();
        client.watch(id, 0, _ -> {});
        return client.get(id);
    }
}
