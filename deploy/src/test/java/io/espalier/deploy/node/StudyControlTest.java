package io.espalier.deploy.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.coordinator.journal.JournalPlace;
import io.espalier.coordinator.wire.Structs;
import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.client.NodeClient;
import io.espalier.deploy.node.EmbeddedNode.Options;
import io.espalier.signatures.document.Violation;
import io.espalier.signatures.json.Json;
import io.espalier.v1.Study;
import io.espalier.v1.StudyEvent;
import io.espalier.v1.StudySpec;
import io.espalier.v1.StudyState;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands to studies under way, on a real node; the metric holds jobs back where time matters. */
class StudyControlTest {
    @TempDir static Path folder;

    private static EmbeddedNode node;
    private static NodeClient client;
    private CountingMetric metric;

    @BeforeAll
    static void start() {
        node = EmbeddedNode.start(new Home(folder), Options.DEFAULT);
        client = new NodeClient(node.address());
    }

    @AfterAll
    static void stop() {
        client.close();
        node.close();
    }

    @BeforeEach
    void startMetric() throws Exception {
        metric = new CountingMetric();
    }

    @AfterEach
    void stopMetric() {
        metric.close();
    }

    @Test
    void pause_midStudy_dispatchesNothingMoreUntilResumed() throws Exception {
        metric.holdAfter(30);
        int rows = 600; // more than a worker is sent at once
        var id = submit("paused", rows);
        awaitCalls(30);
        assertThat(client.pause(id).getState()).isEqualTo(StudyState.PAUSED);
        assertThat(client.pause(id).getState()).as("again").isEqualTo(StudyState.PAUSED);
        metric.release();
        awaitQuiet();
        int whilePaused = metric.calls();
        assertThat(whilePaused).as("of the first scoring's %s", rows).isLessThan(450);
        assertThat(client.get(id).getState()).isEqualTo(StudyState.PAUSED);

        assertThat(client.resume(id).getState()).isEqualTo(StudyState.QUEUED);
        awaitCalls(whilePaused + 100);
        assertThat(client.cancel(id).getState()).isEqualTo(StudyState.CANCELLED);
    }

    @Test
    void cancel_midStudy_keepsWhatWasLearned() throws Exception {
        metric.holdAfter(30);
        var id = submit("cancelled", 40);
        awaitCalls(30);
        var cancelled = client.cancel(id);
        assertThat(cancelled.getState()).isEqualTo(StudyState.CANCELLED);
        assertThat(cancelled.getReason()).isEqualTo("cancelled");
        assertThat(cancelled.getRelease()).isEmpty();
        assertThat(end(id)).isEqualTo(cancelled);
        refused(() -> client.resume(id), "WRONG_STATE", "is cancelled and cannot be resumed");
    }

    @Test
    void cancel_paused_ends() throws Exception {
        metric.holdAfter(30);
        var id = submit("paused-cancelled", 40);
        awaitCalls(30);
        client.pause(id);
        assertThat(client.cancel(id).getState()).isEqualTo(StudyState.CANCELLED);
    }

    @Test
    void failed_reasonGone_continuesWithTheRecordedJobs() throws Exception {
        metric.breakDown(true);
        var untested = spec("mended", 40).toBuilder();
        untested.getDataBuilder().clearTest();
        var spec = untested.build();
        var id = client.submit(spec, true).getStudy();
        var failed = end(id);
        assertThat(failed.getState()).isEqualTo(StudyState.FAILED);
        assertThat(failed.getReason())
                .startsWith("40 of 40 runs of the program failed for reasons outside of it");
        assertThat(failed.getMetricCalls()).as("what was spent").isEqualTo(40);
        assertThat(failed.getModelCalls()).isGreaterThanOrEqualTo(40);
        assertThat(failed.getErrors().getMetric()).isGreaterThan(10);

        metric.breakDown(false);
        assertThat(client.submit(spec, true).getStudy()).as("the same study").isEqualTo(id);
        var events = new ArrayList<StudyEvent>();
        client.watch(id, 0, events::add);
        assertThat(client.get(id).getState()).isEqualTo(StudyState.FINISHED);
        assertThat(events.stream().filter(StudyEvent::hasEnded)).hasSize(1);
        assertThat(client.submit(spec, true).getStudy()).as("a new one").isNotEqualTo(id);
    }

    @Test
    void journal_brokenForAWhile_tellsTheWatcherAndGoesOnOnceItIsMended() throws Exception {
        metric.holdAfter(10);
        var id = submit("unwritten", 30);
        awaitCalls(10);
        var watching = new CountDownLatch(1);
        var watched =
                CompletableFuture.runAsync(
                        () -> client.watch(id, 0, _ -> watching.countDown()),
                        task -> Thread.ofVirtual().start(task));
        assertThat(watching.await(60, TimeUnit.SECONDS)).isTrue();
        rename("event_journal", "gone");
        try {
            metric.release();
            assertThat(watched)
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("what was recorded is kept");
        } finally {
            rename("gone", "event_journal");
        }
        // Its shard makes it anew after a while, unasked.
        Awaitility.await()
                .atMost(90, TimeUnit.SECONDS)
                .until(() ->
                        client.list().stream()
                                .anyMatch(s ->
                                        s.getStudy().equals(id)
                                                && s.getState() == StudyState.FINISHED));
        var events = kept(id, 0);
        assertThat(events.getLast().getEnded().getReason()).isEqualTo("done");
        assertThat(events).extracting(StudyEvent::getNumber).doesNotHaveDuplicates();
    }

    private static void rename(String from, String to) throws Exception {
        var place = new JournalPlace(new Home(folder).journal());
        try (var connection = DriverManager.getConnection(place.url(), place.user(), "");
                var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE \"" + from + "\" RENAME TO \"" + to + "\"");
        }
    }

    @Test
    void watch_fromTheMiddle_getsTheRest() {
        var id = submit("watched", 8);
        end(id);
        var all = kept(id, 0);
        assertThat(kept(id, 4)).isEqualTo(all.subList(4, all.size()));
        assertThat(kept(id, 1000)).as("nothing follows, and the stream ends").isEmpty();
    }

    @Test
    void submit_faults_allNamedByField() {
        var spec =
                spec("faulty", 4).toBuilder()
                        .setMetric(Structs.value(Json.parse("{\"f1\": \"colour\"}")))
                        .setOptimizer(Structs.value(Json.text("bootstrap-rendom-search")))
                        .setAdapter("chatty");
        spec.getDataBuilder().setTest("sha256:none");
        assertThatThrownBy(() -> client.submit(spec.build(), false))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> {
                            assertThat(failure.code()).isEqualTo("INVALID_STUDY");
                            assertThat(failure.violations())
                                    .extracting(Violation::field)
                                    .containsExactlyInAnyOrder(
                                            "metric.f1", "optimizer", "adapter", "data.test");
                        });
        assertThat(client.list()).extracting(Study::getName).doesNotContain("faulty");
    }

    @Test
    void study_unknown_isNotFound() {
        refused(() -> client.get("nobody"), "NOT_FOUND", "there is no study 'nobody'");
        refused(() -> client.program("nobody@3"), "NOT_FOUND", "there is no release 'nobody@3'");
    }

    @Test
    void predict_result_answersEveryInput() {
        end(submit("predicted", 8));
        var answers =
                client.predict(
                        "predicted@1",
                        List.of(
                                TestStudies.struct(
                                        "{\"ticket\": \"hello , I am Maria from Tokyo . the price"
                                                + " for my dog is broken . please help this week"
                                                + " .\"}"),
                                TestStudies.struct("{\"text\": \"no such field\"}")));
        assertThat(answers.getRelease()).isEqualTo("predicted@1");
        assertThat(answers.getPredictions(0).getError()).isEmpty();
        assertThat(answers.getPredictions(0).getOutputs().getFieldsMap()).containsKey("queue");
        assertThat(answers.getPredictions(1).getError())
                .startsWith("data: ")
                .contains("no field 'ticket'");
    }

    private StudySpec spec(String name, int rows) {
        var search = "{\"name\": \"bootstrap-random-search\", \"candidates\": 2}";
        return TestStudies.study(client, name, search, rows)
                .setMetric(TestStudies.value("{\"http\": \"" + metric.url() + "\"}"))
                .build();
    }

    private void awaitCalls(int count) throws InterruptedException {
        assertThat(metric.wasCalled(count, () -> true)).isTrue();
    }

    private String submit(String name, int rows) {
        return client.submit(spec(name, rows), false).getStudy();
    }

    private static Study end(String id) {
        client.watch(id, 0, _ -> {});
        return client.get(id);
    }

    private static List<StudyEvent> kept(String id, long after) {
        var events = new ArrayList<StudyEvent>();
        client.watch(id, after, events::add);
        return events.stream().filter(e -> !e.hasProgress()).toList();
    }

    /** Until the metric was asked nothing for a while. */
    private void awaitQuiet() {
        var last = new int[] {-1};
        Awaitility.await()
                .pollInterval(1, TimeUnit.SECONDS)
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> {
                    int before = last[0];
                    last[0] = metric.calls();
                    return before == last[0];
                });
    }

    private static void refused(Runnable call, String code, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        CommandFailure.class, failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
