package io.espalier.deploy.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.coordinator.wire.Structs;
import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.client.NodeClient;
import io.espalier.deploy.node.EmbeddedNode.Options;
import io.espalier.signatures.document.Violation;
import io.espalier.signatures.json.Json;
import io.espalier.v1.BudgetSpec;
import io.espalier.v1.ForkStudyRequest;
import io.espalier.v1.SpecChange;
import io.espalier.v1.Study;
import io.espalier.v1.StudyCandidate;
import io.espalier.v1.StudyEvent;
import io.espalier.v1.StudyState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Studies that go on from what another one, or they themselves, had learned, on a real node. They
 * share nothing by themselves, so that all that is free comes from where it is said to.
 */
class ContinuedStudiesTest {
    private static final int ROWS = 12;

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
    void resume_withALargerBudget_goesOnAndPaysNothingTwice() {
        var first = end(submit("raised", 30));
        assertThat(first.getReason()).isEqualTo("budget");
        assertThat(first.getMetricCalls()).isLessThanOrEqualTo(30);

        var resumed = client.resume(first.getStudy(), metricCalls(200));
        assertThat(resumed.getStudy()).isEqualTo(first.getStudy());
        assertThat(resumed.getState()).isEqualTo(StudyState.QUEUED);
        var second = end(first.getStudy());
        assertThat(second.getState()).isEqualTo(StudyState.FINISHED);
        assertThat(second.getReason()).isEqualTo("done");
        assertThat(second.getMetricCalls()).isGreaterThan(first.getMetricCalls());
        assertThat(second.getReplayed()).isGreaterThanOrEqualTo(first.getMetricCalls());
        assertThat(second.getSeconds()).isGreaterThan(first.getSeconds());
        // Test data once before, and after each ending where the program was another.
        assertThat((long) metric.calls())
                .as("all that was ever paid is reported")
                .isBetween(second.getMetricCalls() + ROWS, second.getMetricCalls() + 3 * ROWS);
        assertThat(second.getValidation().getAfter())
                .isGreaterThanOrEqualTo(first.getValidation().getAfter());
        assertThat(client.candidates(first.getStudy()))
                .extracting(StudyCandidate::getLabel)
                .doesNotHaveDuplicates();
        assertThat(client.program("raised@1").getStudy()).isEqualTo(first.getStudy());
        assertThat(second.getRelease()).isIn("raised@1", "raised@2");
        assertThat(client.program(first.getStudy()).getRelease()).isEqualTo(second.getRelease());
        var events = new ArrayList<StudyEvent>();
        client.watch(first.getStudy(), 0, events::add);
        assertThat(events.stream().filter(StudyEvent::hasEnded)).hasSize(1);

        refused(() -> client.resume(first.getStudy()), "WRONG_STATE");
        faulty(() -> client.resume(first.getStudy(), metricCalls(200)), "budget.metric-calls");
        var tokens = BudgetSpec.newBuilder().setTokens(5).build();
        faulty(() -> client.resume(first.getStudy(), tokens), "budget.tokens");
    }

    @Test
    void fork_withALargerBudget_getsAllResultsFree() {
        var first = end(submit("forked", 30));
        int asked = metric.calls();
        var fork = fork(first, "budget.metric-calls", "30");
        var same = end(fork.getStudy());
        assertThat((long) metric.calls() - asked)
                .as("what it paid, and test data for another program")
                .isLessThanOrEqualTo(same.getMetricCalls() + ROWS);
        assertThat(same.getForkedFrom()).isEqualTo(first.getStudy());
        assertThat(same.getReused()).isGreaterThanOrEqualTo(first.getMetricCalls());
        // The budget is its own: what the first study paid does not count.
        assertThat(same.getMetricCalls()).isLessThanOrEqualTo(30);

        var wider = end(fork(same, "optimizer.candidates", "4").getStudy());
        assertThat(wider.getForkedFrom()).isEqualTo(same.getStudy());
        assertThat(wider.getReused())
                .as("what its own origin had, too")
                .isGreaterThanOrEqualTo(first.getMetricCalls());
        assertThat(client.get(first.getStudy())).as("stays as it is").isEqualTo(first);
    }

    @Test
    void fork_thatFindsNothing_hasItsOriginsResult() {
        var first = end(submit("origin", 200));
        assertThat(first.getValidation().getAfter())
                .isGreaterThan(first.getValidation().getBefore());
        int asked = metric.calls();
        var fork = end(fork(first, "budget.metric-calls", "1", "seed", "8").getStudy());
        assertThat(fork.getResult()).isEqualTo("origin: " + first.getResult());
        assertThat(fork.getValidation()).isEqualTo(first.getValidation());
        assertThat(fork.getMetricCalls()).isLessThanOrEqualTo(1);
        assertThat((long) metric.calls() - asked).isLessThanOrEqualTo(1);
        assertThat(fork.getNotesList()).anyMatch(note -> note.contains("known before this run"));
        assertThat(client.program(fork.getStudy()).getState())
                .isEqualTo(client.program(first.getStudy()).getState());
        assertThat(client.candidates(fork.getStudy()))
                .filteredOn(StudyCandidate::getBest)
                .extracting(StudyCandidate::getLabel)
                .containsExactly(fork.getResult());
    }

    @Test
    void history_ofARace_keepsWhatThoseThatFellBehindWereTriedOn() {
        var race = "{\"name\": \"bootstrap-random-search\", \"candidates\": 6}";
        var study = end(submit("raced", race, 200));
        var candidates = client.candidates(study.getStudy());

        assertThat(candidates).anyMatch(candidate -> !candidate.hasScore());
        for (var candidate : candidates) {
            if (candidate.hasScore()) assertThat(candidate.getScoresCount()).isEqualTo(ROWS);
            else assertThat(candidate.getTrainingScoresMap()).isNotEmpty();
        }
    }

    @Test
    void history_ofStudies_isKeptAndCompared() {
        var first = end(submit("history", 200));
        var candidates = client.candidates(first.getStudy());
        var before = candidates.getFirst();
        assertThat(before.getLabel()).isEqualTo("unoptimized");
        assertThat(before.getScore()).isEqualTo(first.getValidation().getBefore());
        assertThat(before.getCost().getMetricCalls()).isEqualTo(ROWS);
        for (var candidate : candidates) {
            assertThat(candidate.getScoresCount()).isEqualTo(ROWS);
            var mean = candidate.getScoresMap().values().stream().mapToDouble(s -> s).sum() / ROWS;
            assertThat(mean).isCloseTo(candidate.getScore(), within(1e-9));
        }
        assertThat(candidates)
                .extracting(c -> c.getCost().getMetricCalls())
                .isSorted()
                .last()
                .isEqualTo(first.getMetricCalls());
        var best = candidates.stream().filter(StudyCandidate::getBest).toList();
        assertThat(best).hasSize(1);
        assertThat(best.getFirst().getLabel()).isEqualTo(first.getResult());
        assertThat(best.getFirst().getScore()).isEqualTo(first.getValidation().getAfter());
        var learned = client.program(first.getStudy()).getState();
        assertThat(best.getFirst().getState()).isEqualTo(learned);

        var fork = end(fork(first, "optimizer", "\"labeled-few-shot\"").getStudy());
        var compared = client.compare(List.of(first.getStudy(), fork.getStudy()));
        assertThat(compared.getStudiesList()).containsExactly(first, fork);
        var difference = compared.getDifferences(0);
        assertThat(difference.getExamples()).isEqualTo(ROWS);
        assertThat(difference.getMean())
                .isCloseTo(
                        fork.getValidation().getAfter() - first.getValidation().getAfter(),
                        within(1e-9));
        refused(() -> client.compare(List.of("history", "nobody")), "NOT_FOUND");
    }

    @Test
    void fork_changedWrongly_namesTheMembers() {
        var id = submit("unchanged", 30);
        faulty(
                () -> fork(client.get(id), "optimizer.candidates", "\"many\""),
                "optimizer.candidates");
        faulty(() -> fork(client.get(id), "budgets.tokens", "7"), "budgets");
        faulty(() -> fork(client.get(id), "seed.more", "7"), "seed");
        refused(() -> client.fork(ForkStudyRequest.newBuilder().setStudy("nobody")), "NOT_FOUND");
        end(id);
    }

    /**
     * @param changes paths and values
     */
    private static Study fork(Study from, String... changes) {
        var request =
                ForkStudyRequest.newBuilder()
                        .setStudy(from.getStudy())
                        .addChanges(change("reuse", "false"));
        for (int i = 0; i < changes.length; i += 2) {
            request.addChanges(change(changes[i], changes[i + 1]));
        }
        return client.fork(request);
    }

    private static SpecChange change(String path, String value) {
        return SpecChange.newBuilder()
                .setPath(path)
                .setValue(Structs.value(Json.parse(value)))
                .build();
    }

    private String submit(String name, long metricCalls) {
        // A schedule that scores every candidate on everything.
        var search =
                "{\"name\": \"bootstrap-random-search\", \"parity\": \"dspy\", \"candidates\": 2}";
        return submit(name, search, metricCalls);
    }

    private String submit(String name, String search, long metricCalls) {
        var spec =
                TestStudies.study(client, name, search, ROWS)
                        .setMetric(TestStudies.value("{\"http\": \"" + metric.url() + "\"}"))
                        .setBudget(metricCalls(metricCalls))
                        .setReuse(false);
        return client.submit(spec.build(), false).getStudy();
    }

    private static BudgetSpec metricCalls(long limit) {
        return BudgetSpec.newBuilder().setMetricCalls(limit).build();
    }

    private static Study end(String id) {
        client.watch(id, 0, _ -> {});
        return client.get(id);
    }

    private static void refused(Runnable call, String code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private static void faulty(Runnable call, String field) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure ->
                                assertThat(failure.violations())
                                        .extracting(Violation::field)
                                        .contains(field));
    }
}
