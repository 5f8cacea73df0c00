package io.espalier.deploy.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.coordinator.wire.Structs;
import io.espalier.deploy.bench.Checkout;
import io.espalier.deploy.bench.NeededPython;
import io.espalier.deploy.bench.SynthServer;
import io.espalier.deploy.client.NodeClient;
import io.espalier.deploy.node.EmbeddedNode.Options;
import io.espalier.signatures.json.Json;
import io.espalier.v1.BudgetSpec;
import io.espalier.v1.DataSpec;
import io.espalier.v1.StudyCandidate;
import io.espalier.v1.StudySpec;
import io.espalier.v1.StudyState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A small study on a real node, then as many as it journaled events: each has the journal that a
 * node would find that was killed right after one of them, and has to end as the whole one did.
 */
class CrashAfterEveryEventTest {
    private static final int ROWS = 12;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"gepa\", \"minibatch\": 3}",
                "{\"name\": \"miprov2\", \"effort\": \"light\"}"
            })
    void study_whoseNodeIsLostAfterAnyEvent_endsWithTheSameProgram(String optimizer)
            throws Exception {
        NeededPython.orAbort();
        var checkout = Checkout.find();
        var home = new Home(folder.resolve("home"));
        Ended whole;
        try (var server = SynthServer.start(checkout, checkout.python(), 0, 0)) {
            try (var node = EmbeddedNode.start(home, Options.DEFAULT);
                    var client = new NodeClient(node.address())) {
                var spec = spec(client, optimizer, server.url());
                whole = Ended.of(client, client.submit(spec, false).getStudy());
            }
            assertThat(whole.state).isEqualTo(StudyState.FINISHED);
            assertThat(whole.candidates).hasSizeGreaterThan(2);

            var cut = CutJournals.of(home, whole.study);
            assertThat(cut).as("events").hasSizeGreaterThan(15);
            try (var node = EmbeddedNode.start(home, Options.DEFAULT);
                    var client = new NodeClient(node.address())) {
                cut.forEach(client::get); // wakes them all
                for (var study : cut) {
                    assertThat(Ended.of(client, study).withStudy(whole.study))
                            .as("cut to %s", study)
                            .isEqualTo(whole);
                }
            }
        }
    }

    /** What a study came to, without its times. */
    private record Ended(
            String study,
            StudyState state,
            String reason,
            Object program,
            long metricCalls,
            List<String> notes,
            List<StudyCandidate> candidates) {

        static Ended of(NodeClient client, String id) {
            client.watch(id, 0, _ -> {});
            var study = client.get(id);
            assertThat(study.getStudy()).isEqualTo(id);
            return new Ended(
                    id,
                    study.getState(),
                    study.getReason(),
                    client.program(id).getState(),
                    study.getMetricCalls(),
                    study.getNotesList(),
                    client.candidates(id).stream().map(Ended::withoutTimes).toList());
        }

        /** Nor what the endpoint's cache made of it. */
        private static StudyCandidate withoutTimes(StudyCandidate candidate) {
            var without = candidate.toBuilder().clearTime();
            without.getCostBuilder().getTokensBuilder().clearCached();
            return without.build();
        }

        Ended withStudy(String other) {
            return new Ended(other, state, reason, program, metricCalls, notes, candidates);
        }
    }

    private StudySpec spec(NodeClient client, String optimizer, String url) throws Exception {
        var model =
                """
                {"provider": "openai", "url": "%s", "model": "synthlm", "temperature": 0,
                 "max-tokens": 600, "concurrency": 2}\
                """
                        .formatted(url);
        return StudySpec.newBuilder()
                .setVersion(1)
                .setName("crash")
                .setProgram(
                        TestStudies.struct(
                                """
                                {"module": "chain-of-thought", "signature": "utterance -> intent",
                                 "instruction": "Classify the utterance."}\
                                """))
                .setData(
                        DataSpec.newBuilder()
                                .setTrain(upload(client, "train"))
                                .setValidation(upload(client, "val")))
                .setMetric(Structs.value(Json.text("exact")))
                .setOptimizer(TestStudies.value(optimizer))
                .putModels("task", TestStudies.value(model))
                .setBudget(BudgetSpec.newBuilder().setMetricCalls(90))
                .setReuse(false)
                .setSeed(3)
                .build();
    }

    private String upload(NodeClient client, String set) throws Exception {
        return client.upload(set, rows(set).getBytes(StandardCharsets.UTF_8)).getHash();
    }

    private String rows(String set) throws Exception {
        var checkout = Checkout.find();
        var made = folder.resolve("rows");
        checkout.writeRows(checkout.python(), 0, 0, set + "=" + ROWS, made);
        return String.join("\n", Checkout.flatRows(made.resolve("intent-" + set + ".jsonl")));
    }
}
