package io.espalier.worker.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.signatures.job.Blame;
import io.espalier.signatures.model.LanguageModel;
import io.espalier.signatures.model.Message;
import io.espalier.signatures.model.ModelException;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.signatures.model.Sampling;
import io.espalier.worker.engine.EngineOptions;
import io.espalier.worker.provider.ModelPlaces;
import io.espalier.worker.provider.ProviderContract;
import io.espalier.worker.provider.Providers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class OnnxModelTest extends ProviderContract {

    @SuppressWarnings("NullAway.Init")
    private static OnnxModel model;

    @BeforeAll
    static void open() {
        model = OnnxModel.open(EmbeddedFolder.path());
    }

    @AfterAll
    static void close() {
        if (model != null) {
            model.close();
        }
    }

    @Override
    protected LanguageModel model() {
        return model;
    }

    private static OnnxModel with(int decoders, EngineOptions options) {
        return OnnxModel.open(
                ModelFolder.read(EmbeddedFolder.path()),
                new Execution(decoders, 1, false),
                options);
    }

    private static List<Future<String>> askAll(LanguageModel asked, int count, Sampling sampling) {
        var futures = new ArrayList<Future<String>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < count; i++) {
                var request = ModelRequest.of(tickets(i)).withSampling(sampling);
                futures.add(threads.submit(() -> asked.complete(request).text()));
            }
        }
        return futures;
    }

    private static List<Message> tickets(int i) {
        var words = List.of("apple", "invoice", "parcel", "seven", "blue", "late", "home");
        var text = new StringBuilder();
        for (var n = 0; n < 2 + i % 9; n++) {
            text.append(words.get((i * 5 + n * 3) % words.size())).append(' ');
        }
        return List.of(
                Message.system("You get these fields:\n1. `text` (str)\n".repeat(3)),
                Message.user("[[ ## text ## ]]\n" + text.toString().strip()));
    }

    @Test
    void text_withBatchesDecodersAndPrefixCache_isThatOfOneRowAlone() throws Exception {
        var plain = new EngineOptions(1, 64, 1L << 28, 0);
        var shared = new EngineOptions(24, 64, 1L << 28, 1L << 26);
        for (var sampling : List.of(Sampling.greedy(24), new Sampling(1.0, 0.9, 24, 7L))) {
            try (var alone = with(1, plain);
                    var together = with(2, shared)) {
                var expected = askAll(alone, 120, sampling);
                var found = askAll(together, 120, sampling);
                for (var i = 0; i < expected.size(); i++) {
                    assertThat(found.get(i).get())
                            .as("request " + i + " at " + sampling)
                            .isEqualTo(expected.get(i).get());
                }
            }
        }
    }

    @Test
    void usage_ofPromptsWithOneBeginning_reportsCachedTokens() {
        try (var fresh = with(1, EngineOptions.DEFAULT)) {
            var cached = 0L;
            var prompt = 0L;
            for (var i = 0; i < 6; i++) {
                var usage =
                        fresh.complete(ModelRequest.of(tickets(i)).withSampling(Sampling.greedy(2)))
                                .usage();
                cached = usage.cached();
                prompt = usage.prompt();
            }
            assertThat(cached).isBetween(prompt / 2, prompt - 1);
        }
    }

    @Test
    void complete_promptBeyondTheContext_blamesTheCandidateWithBothCounts() {
        var request = ModelRequest.of(List.of(Message.user("apple ".repeat(5000))));
        assertThatThrownBy(() -> model.complete(request))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.blame()).isEqualTo(Blame.CANDIDATE))
                .hasMessageMatching("the prompt has \\d{4,} tokens, .* takes 1 to \\d+; .*");
    }

    @Test
    void close_withCallsUnderWay_endsThem() throws Exception {
        var closing = with(1, new EngineOptions(1, 2, 1L << 28, 0));
        var started = new CountDownLatch(6);
        var calls = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 6; i++) {
                calls.add(
                        threads.submit(() -> {
                            started.countDown();
                            while (true) {
                                closing.complete(slowRequest());
                            }
                        }));
            }
            started.await();
            closing.close();
        }
        for (var call : calls) {
            assertFails(call, "closed");
        }
    }

    @Test
    void providers_openTheEmbeddedModel_andShareIt() {
        var providers = Providers.found(new ModelPlaces(EmbeddedFolder.models()));
        try (var first = providers.open(ModelSpec.EMBEDDED);
                var second = providers.open(ModelSpec.EMBEDDED)) {
            first.close();
            var request = ModelRequest.of(prompt(0)).withSampling(Sampling.greedy(3));
            assertThat(second.complete(request).usage().completion()).isEqualTo(3);
            assertThat(second.describe()).startsWith("embedded on ONNX Runtime");
        }
        assertThat(providers.findings().toString()).contains("ONNX Runtime on CPU");
    }
}
