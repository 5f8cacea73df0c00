package io.espalier.deploy.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.deploy.bench.NeededPython;
import io.espalier.signatures.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a few small runs are done, counted and written; what they find is no matter of tests. */
class QualityBenchTest {
    @TempDir Path folder;

    @Test
    void run_oneTaskInProcessAndOnANode_findsTheSame() throws Exception {
        NeededPython.orAbort();
        var inProcess = lines(options(List.of("bootstrap-few-shot"), false, false));
        var onNode = lines(options(List.of("bootstrap-few-shot"), true, false));
        assertThat(inProcess).hasSize(1);
        assertThat(withoutTimes(onNode)).isEqualTo(withoutTimes(inProcess));
        var row = Row.of(inProcess.stream().map(Json::parse).toList()).getFirst();
        // 6 rows for training, and 6 for validation before and after, of 4 calls and some retries;
        // equal calls are made once
        assertThat(row.modelCalls()).isBetween(24L, 96L);
        assertThat(row.test()).isBetween(0.0, 100.0);
        assertThat(Files.readString(folder.resolve("quality.md"))).contains("bootstrap-few-shot");
    }

    @Test
    void resume_runsWhatHasNoLine() throws Exception {
        NeededPython.orAbort();
        var first = lines(options(List.of("none"), false, false));
        var both = lines(options(List.of("none", "labeled-few-shot"), false, true));
        assertThat(both).hasSize(2).startsWith(first.getFirst());
    }

    @Test
    void modelCallsAndTokensOfDspy_limitEspaliersRunOfTheSameWork() throws Exception {
        NeededPython.orAbort();
        var sizes = new Sizes(6, 6, 6);
        var peer =
                new Run(Run.Side.DSPY, SynthTask.HOP, 0, 0, "simba", false, sizes, 0, 8, 1)
                        .json()
                        .put("test", 0.5)
                        .put("metric_calls", 200)
                        .put("model_calls", 77)
                        .put("prompt_tokens", 20_000)
                        .put("completion_tokens", 3000);
        var kept = folder.resolve("dspy.jsonl");
        Files.writeString(kept, Json.write(peer) + "\n");

        var lines = lines(options(List.of("simba"), false, false, kept));

        var ours = Json.parse(lines.getLast());
        assertThat(ours.path("budget_metric_calls").asLong()).isEqualTo(200);
        assertThat(ours.path("budget_model_calls").asLong()).isEqualTo(77);
        assertThat(ours.path("budget_tokens").asLong()).isEqualTo(23_000);
        assertThat(ours.path("model_calls").asLong()).isBetween(1L, 77L);
        var tokens = ours.path("prompt_tokens").asLong() + ours.path("completion_tokens").asLong();
        assertThat(tokens).isBetween(1L, 23_000L);
    }

    @Test
    void share_limitsEspaliersRun_orLeavesItOut_whereDspyMadeTooFewCalls() throws Exception {
        NeededPython.orAbort();
        var sizes = new Sizes(6, 6, 6);
        var kept = folder.resolve("dspy.jsonl");
        var peers = new ArrayList<String>();
        for (var optimizer : List.of("copro", "none")) {
            var run = new Run(Run.Side.DSPY, SynthTask.HOP, 0, 0, optimizer, false, sizes, 0, 8, 1);
            var calls = optimizer.equals("none") ? 0 : 60;
            peers.add(
                    Json.write(
                            run.json()
                                    .put("test", 0.5)
                                    .put("metric_calls", calls)
                                    .put("model_calls", 240)
                                    .put("prompt_tokens", 90_000)
                                    .put("completion_tokens", 10_000)));
        }
        Files.write(kept, peers);

        var lines = lines(options(List.of("copro", "none"), false, false, kept, 0.5));

        assertThat(lines).hasSize(3);
        var ours = Json.parse(lines.getLast());
        assertThat(ours.path("error").asString("")).isEmpty();
        assertThat(ours.path("share").asDouble()).isEqualTo(0.5);
        assertThat(ours.path("budget_metric_calls").asLong()).isEqualTo(30);
        assertThat(ours.path("budget_model_calls").asLong()).isEqualTo(120);
        assertThat(ours.path("metric_calls").asLong()).isBetween(1L, 30L);
    }

    private QualityOptions options(List<String> optimizers, boolean node, boolean resume) {
        return options(optimizers, node, resume, null);
    }

    private QualityOptions options(
            List<String> optimizers, boolean node, boolean resume, @Nullable Path kept) {
        return options(optimizers, node, resume, kept, 1);
    }

    private QualityOptions options(
            List<String> optimizers,
            boolean node,
            boolean resume,
            @Nullable Path kept,
            double share) {
        return new QualityOptions(
                List.of(SynthTask.HOP),
                List.of(0),
                List.of(),
                optimizers,
                null,
                false,
                kept,
                new Sizes(6, 6, 6),
                0,
                8,
                List.of(8),
                List.of(share),
                node,
                new Most(null, null, true, null, true),
                folder,
                resume,
                "./espalier bench quality");
    }

    private List<String> lines(QualityOptions options) throws Exception {
        QualityBench.run(options, _ -> {});
        return Files.readAllLines(folder.resolve("quality.jsonl"));
    }

    private static List<String> withoutTimes(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll("\"(cpu_)?seconds\":[^,]*,", ""))
                .toList();
    }
}
