package io.espalier.deploy.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.client.NodeClient;
import io.espalier.v1.Study;
import io.espalier.v1.StudyEvent;
import io.espalier.v1.StudyEvent.CandidateScored;
import io.espalier.v1.StudyState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies through every real part: gRPC, entity, journal, scheduler, trials, ONNX Runtime. */
class EmbeddedNodeTest {
    @TempDir Path folder;

    @Test
    void study_submitted_runsToItsEndAndIsKept() {
        var home = new Home(folder);
        Study finished;
        try (var node = EmbeddedNode.start(home, EmbeddedNode.Options.DEFAULT);
                var client = new NodeClient(node.address())) {
            var spec =
                    TestStudies.study(
                            client,
                            "kinds",
                            "{\"name\": \"bootstrap-random-search\", \"candidates\": 2}",
                            12);
            var study = client.submit(spec.build(), false);
            var events = new ArrayList<StudyEvent>();
            client.watch(study.getStudy(), 0, events::add);
            finished = client.get(study.getStudy());
            assertThat(finished.getReason()).isEqualTo("done");
            assertThat(finished.getState()).isEqualTo(StudyState.FINISHED);
            assertThat(finished.getRelease()).isEqualTo("kinds@1");
            assertThat(finished.getTest().getExamples()).isEqualTo(12);
            assertThat(events.getLast().getEnded()).isEqualTo(finished);
            var kept = events.stream().filter(e -> !e.hasProgress()).map(StudyEvent::getNumber);
            assertThat(kept.toList())
                    .startsWith(1L)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .endsWith((long) events.stream().filter(e -> !e.hasProgress()).count());
        }
        try (var node = EmbeddedNode.start(home, new EmbeddedNode.Options(0, false));
                var client = new NodeClient(node.address())) {
            assertThat(client.get("kinds")).isEqualTo(finished);
            assertThat(client.list()).containsExactly(finished);
            var program = client.program("kinds@1");
            assertThat(program.getPromptsList()).hasSize(1);
            assertThat(program.getLineageList()).isNotEmpty();
        }
    }

    @Test
    void study_withSeveralObjectives_keepsItsFront() {
        var home = new Home(folder);
        Study finished;
        try (var node = EmbeddedNode.start(home, EmbeddedNode.Options.DEFAULT);
                var client = new NodeClient(node.address())) {
            var spec =
                    TestStudies.study(
                                    client,
                                    "frugal",
                                    "{\"name\": \"bootstrap-random-search\", \"parity\": \"dspy\", \"candidates\": 2}",
                                    12)
                            .setMetric(
                                    TestStudies.value(
                                            """
                                            {"pareto": {"right": "exact", "form": "format",
                                                        "tokens": {"tokens": {"worst": 1000}}}}\
                                            """));
            var study = client.submit(spec.build(), false);
            client.watch(study.getStudy(), 0, _ -> {});
            finished = client.get(study.getStudy());
            assertThat(finished.getState()).isEqualTo(StudyState.FINISHED);
            var front = finished.getFront();
            assertThat(front.getObjectivesList()).containsExactly("right", "form", "tokens");
            assertThat(front.getHypervolume()).isBetween(0.0, 1.0);
            assertThat(front.getMembersList())
                    .isNotEmpty()
                    .allSatisfy(member -> {
                        assertThat(member.getCandidate()).isNotEmpty();
                        assertThat(member.getScoresMap()).hasSize(3);
                        assertThat(member.getScoresOrThrow("tokens")).isGreaterThan(0);
                    });
            for (var candidate : client.candidates("frugal")) {
                assertThat(candidate.getObjectivesMap()).hasSize(3);
            }
        }
        try (var node = EmbeddedNode.start(home, new EmbeddedNode.Options(0, false));
                var client = new NodeClient(node.address())) {
            assertThat(client.get("frugal")).isEqualTo(finished);
            pickEachCandidate(client, finished);
        }
    }

    private static void pickEachCandidate(NodeClient client, Study study) {
        var releases = new HashSet<String>();
        for (var candidate : client.candidates(study.getStudy())) {
            var release = client.pick("frugal", candidate.getLabel());
            assertThat(release.getStudy()).isEqualTo(study.getStudy());
            var program = client.program(release.getRelease());
            assertThat(program.getState()).isEqualTo(candidate.getState());
            assertThat(program.getPromptsCount()).isEqualTo(1);
            // Of candidates with one state the first picked names the release.
            assertThat(program.getLineageList()).filteredOn(CandidateScored::getBest).hasSize(1);
            assertThat(client.pick("frugal", candidate.getLabel()).getRelease())
                    .as("picked again")
                    .isEqualTo(release.getRelease());
            if (candidate.getLabel().equals(study.getResult())) {
                assertThat(release.getRelease()).isEqualTo("frugal@1");
            }
            releases.add(release.getRelease());
        }
        assertThat(releases).hasSizeGreaterThan(1);
        assertThat(client.program(study.getStudy()).getRelease())
                .as("the study's own program stays")
                .isEqualTo("frugal@1");
        assertThatThrownBy(() -> client.pick("frugal", "unoptimised"))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> {
                            assertThat(failure.code()).isEqualTo("NOT_FOUND");
                            assertThat(failure).hasMessageContaining("'unoptimized'?");
                        });
    }

    @Test
    void node_startedAgain_takesUpItsStudiesUnasked() throws Exception {
        var home = new Home(folder);
        try (var metric = new CountingMetric()) {
            metric.holdAfter(20);
            var node = EmbeddedNode.start(home, EmbeddedNode.Options.DEFAULT);
            try (node;
                    var client = new NodeClient(node.address())) {
                var spec =
                        TestStudies.study(client, "left", "{\"name\": \"labeled-few-shot\"}", 30)
                                .setMetric(
                                        TestStudies.value("{\"http\": \"" + metric.url() + "\"}"));
                client.submit(spec.build(), false);
                assertThat(metric.wasCalled(20, () -> true)).isTrue();
            }
            metric.release();
            try (var again = EmbeddedNode.start(home, EmbeddedNode.Options.DEFAULT);
                    var client = new NodeClient(again.address())) {
                // Listing wakes no study.
                Awaitility.await()
                        .atMost(60, TimeUnit.SECONDS)
                        .until(() -> client.list().getFirst().getState() == StudyState.FINISHED);
            }
        }
    }
}
