package io.espalier.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.Completion.Finish;
import io.espalier.signatures.model.LanguageModel;
import io.espalier.signatures.model.Message;
import io.espalier.signatures.model.ModelException;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every language model of every provider must do. A provider's test extends this. */
public abstract class ProviderContract {

    /** An open model, the same for all calls of one test. */
    protected abstract LanguageModel model();

    /** Messages to which the model writes at least eight tokens when greedy. */
    protected List<Message> prompt(int variant) {
        return List.of(
                Message.system("Write a long answer."), Message.user("Say more: " + variant));
    }

    /** True when sampling is by seed and nothing else. */
    protected boolean deterministic() {
        return true;
    }

    /**
     * Makes calls take long enough that an interrupt meets them under way, where that is needed.
     */
    protected ModelRequest slowRequest() {
        return ModelRequest.of(prompt(0)).withSampling(Sampling.greedy(64));
    }

    private Completion greedy(int variant, int most) {
        return model().complete(
                        ModelRequest.of(prompt(variant)).withSampling(Sampling.greedy(most)));
    }

    @Test
    void complete_fromManyThreads_givesWhatEachAloneGets() throws Exception {
        var alone = IntStream.range(0, 40).mapToObj(i -> greedy(i, 24).text()).toList();
        var together = new ArrayList<Future<String>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 40; i++) {
                var variant = i;
                together.add(threads.submit(() -> greedy(variant, 24).text()));
            }
        }
        for (var i = 0; i < 40; i++) {
            assertThat(together.get(i).get()).as("request " + i).isEqualTo(alone.get(i));
        }
    }

    @Test
    void complete_withMaxTokens_stopsThereAndSaysSo() {
        var completion = greedy(1, 3);
        assertThat(completion.finish()).isEqualTo(Finish.LENGTH);
        assertThat(completion.usage().completion()).isEqualTo(3);
    }

    @Test
    void complete_withStopText_endsBeforeIt() {
        var whole = greedy(1, 32).text();
        var stop = whole.substring(whole.length() / 2, whole.length() / 2 + 2);
        var request =
                new ModelRequest(
                        prompt(1), Sampling.greedy(32), List.of("never there", stop), null);
        var completion = model().complete(request);
        assertThat(completion.text()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(completion.finish()).isEqualTo(Finish.STOP);
    }

    @Test
    void complete_withSeed_repeatsItsDraw() {
        if (!deterministic()) {
            return;
        }
        var texts = new ArrayList<String>();
        for (var seed : new long[] {1, 1, 2, 3, 4, 5}) {
            var sampling = new Sampling(1.5, 0.95, 24, seed);
            texts.add(model().complete(ModelRequest.of(prompt(2)).withSampling(sampling)).text());
        }
        assertThat(texts.get(0)).isEqualTo(texts.get(1));
        assertThat(texts.stream().distinct().count()).isGreaterThan(1);
    }

    @Test
    void complete_countsItsTokens() {
        var usage = greedy(1, 8).usage();
        assertThat(usage.calls()).isEqualTo(1);
        assertThat(usage.prompt()).isGreaterThan(3);
        assertThat(usage.completion()).isBetween(1L, 8L);
        assertThat(usage.cached()).isBetween(0L, usage.prompt());
    }

    @Test
    void complete_interrupted_failsAndKeepsTheInterrupt() throws Exception {
        var caught = new AtomicReference<Throwable>();
        var stillInterrupted = new AtomicReference<Boolean>();
        var thread =
                Thread.ofVirtual()
                        .unstarted(() -> {
                            Thread.currentThread().interrupt();
                            try {
                                model().complete(slowRequest());
                            } catch (ModelException e) {
                                caught.set(e);
                            }
                            stillInterrupted.set(Thread.currentThread().isInterrupted());
                        });
        thread.start();
        thread.join();
        assertThat(caught.get()).isInstanceOf(ModelException.class);
        assertThat(stillInterrupted.get()).isTrue();
        assertThat(greedy(1, 4).text()).as("a call after it").isNotEmpty();
    }

    /** For tests that expect a call's failure. */
    protected static void assertFails(Future<?> call, String words) {
        assertThatThrownBy(call::get)
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(ModelException.class)
                .hasStackTraceContaining(words);
    }
}
