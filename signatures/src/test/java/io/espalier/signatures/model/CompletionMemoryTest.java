package io.espalier.signatures.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.signatures.Fields;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.document.Documents;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.JobRunner;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Usage.Saved;
import io.espalier.signatures.program.ProgramReader;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompletionMemoryTest {
    private static final ModelRequest HELLO =
            ModelRequest.of(List.of(Message.system("Be brief."), Message.user("hello")));

    private final CompletionMemory memory = new CompletionMemory(1 << 20);
    private final AtomicInteger asked = new AtomicInteger();
    private final LanguageModel model =
            _ ->
                    new Completion(
                            "answer " + asked.incrementAndGet(),
                            Completion.Finish.STOP,
                            new Usage(1, 10, 3, 4));

    @Test
    void request_equalToAnEarlierOne_isAnsweredOnceAndCostsNothing() {
        var first = memory.complete("study", HELLO, model);
        var copy = ModelRequest.of(List.copyOf(new ArrayList<>(HELLO.messages())));
        var second = memory.complete("study", copy, model);
        assertThat(asked).hasValue(1);
        assertThat(first.usage()).isEqualTo(new Usage(1, 10, 3, 4));
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.usage()).isEqualTo(new Usage(0, 0, 0, 0, new Saved(1, 10, 3)));
        assertThat(second.usage().plus(first.usage()).inFull()).isEqualTo(new Usage(2, 20, 6, 4));
    }

    static Stream<ModelRequest> others() {
        var hot = Sampling.UNSET.withTemperature(1.0);
        return Stream.of(
                ModelRequest.of(List.of(Message.system("Be brief."), Message.user("hello!"))),
                ModelRequest.of(List.of(Message.system("Be brief.hello"))),
                ModelRequest.of(List.of(Message.user("Be brief."), Message.user("hello"))),
                ModelRequest.of(HELLO.messages().reversed()),
                HELLO.withSampling(hot),
                HELLO.withSampling(hot.withSeed(1L)),
                HELLO.withSampling(hot.withSeed(2L)),
                HELLO.withSampling(Sampling.greedy(5)),
                new ModelRequest(HELLO.messages(), Sampling.UNSET, List.of("."), null),
                new ModelRequest(HELLO.messages(), Sampling.UNSET, List.of(), Json.object()));
    }

    @ParameterizedTest
    @MethodSource("others")
    void request_differentInAnyPart_isAskedToo(ModelRequest other) {
        memory.complete("study", HELLO, model);
        memory.complete("study", other, model);
        assertThat(asked).hasValue(2);
    }

    @Test
    void request_ofAnotherScope_isAskedToo() {
        memory.complete("study", HELLO, model);
        memory.complete("another", HELLO, model);
        assertThat(asked).hasValue(2);
    }

    @Test
    void requests_equalAndAtOnce_shareOneCall() throws Exception {
        var inCall = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        LanguageModel slow =
                request -> {
                    inCall.countDown();
                    waitFor(goOn);
                    return model.complete(request);
                };
        var answers = new ArrayList<Future<Completion>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                answers.add(threads.submit(() -> memory.complete("study", HELLO, slow)));
            }
            inCall.await();
            goOn.countDown();
        }
        long calls = 0;
        for (var answer : answers) {
            assertThat(answer.get().text()).isEqualTo("answer 1");
            calls += answer.get().usage().calls();
        }
        assertThat(asked).hasValue(1);
        assertThat(calls).as("paid by one of them").isEqualTo(1);
    }

    @Test
    void failure_isSharedWithThoseWhoWaitAndNotRemembered() throws Exception {
        var goOn = new CountDownLatch(1);
        LanguageModel failing =
                _ -> {
                    asked.incrementAndGet();
                    waitFor(goOn);
                    throw new ModelException(Blame.PROVIDER, "the endpoint is gone");
                };
        var answers = new ArrayList<Future<Completion>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = new ArrayList<Thread>();
            for (int i = 0; i < 5; i++) {
                answers.add(
                        threads.submit(() -> {
                            synchronized (waiting) {
                                waiting.add(Thread.currentThread());
                            }
                            return memory.complete("study", HELLO, failing);
                        }));
            }
            awaitAllParked(waiting, 5);
            goOn.countDown();
        }
        for (var answer : answers) {
            assertThatThrownBy(answer::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("the endpoint is gone");
        }
        assertThat(asked).hasValue(1);
        assertThat(memory.complete("study", HELLO, model).text()).isEqualTo("answer 2");
    }

    @Test
    void caller_interrupted_leavesTheCallToOneWhoWaits() throws Exception {
        var inCall = new CountDownLatch(1);
        LanguageModel stuckAtFirst =
                request -> {
                    if (asked.getAndIncrement() > 0) return model.complete(request);
                    inCall.countDown();
                    waitFor(new CountDownLatch(1));
                    throw new ModelException(Blame.MACHINE, "cancelled");
                };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> memory.complete("study", HELLO, stuckAtFirst));
            inCall.await();
            var second = threads.submit(() -> memory.complete("study", HELLO, stuckAtFirst));
            first.cancel(true);
            assertThat(second.get().text()).isEqualTo("answer 3");
            assertThat(second.get().usage().calls()).isEqualTo(1);
        }
    }

    @Test
    void memory_full_forgetsWhatWasNotAskedForLongest() {
        var small = new CompletionMemory(3 * 400);
        for (var word : List.of("a", "b", "c")) ask(small, word);
        ask(small, "a");
        assertThat(asked).hasValue(3);
        ask(small, "d");
        ask(small, "a");
        assertThat(asked).as("kept, for it was asked for").hasValue(4);
        ask(small, "b");
        assertThat(asked).as("forgotten").hasValue(5);
    }

    @Test
    void program_withOnePredictorChanged_repeatsNoCallBeforeIt() {
        var program =
                ProgramReader.read(
                        Documents.parse(
                                        """
                                        signature: "question -> answer"
                                        steps:
                                          - {id: ask, module: predict, signature: "question -> query"}
                                          - {id: reply, module: predict, signature: "question, query -> answer"}
                                        """)
                                .root());
        LanguageModel fields =
                request -> {
                    asked.incrementAndGet();
                    var text = "[[ ## query ## ]]\nq\n\n[[ ## answer ## ]]\na\n\n";
                    return new Completion(text, Completion.Finish.STOP, new Usage(1, 7, 2, 0));
                };
        var runner =
                new JobRunner(
                        program,
                        Adapters.standard(),
                        RememberingModel.of(fields),
                        Sampling.UNSET,
                        null);
        var example = Example.of(Fields.of("question", "why?"));
        var before = runner.run(ProgramState.EMPTY, example, Rollout.PLAIN);
        var after = runner.run(instructed("reply", "Be kind."), example, Rollout.PLAIN);
        assertThat(before.usage()).isEqualTo(new Usage(2, 14, 4, 0));
        assertThat(after.usage()).isEqualTo(new Usage(1, 7, 2, 0, new Saved(1, 7, 2)));
        assertThat(after.trace()).hasSize(2);
        runner.run(instructed("ask", "Be kind."), example, Rollout.PLAIN);
        assertThat(asked).as("the second question's query is the same text").hasValue(4);
        runner.run(ProgramState.EMPTY, example, Rollout.draw(1, 0.7));
        assertThat(asked).as("a further draw is asked").hasValue(6);
    }

    private static ProgramState instructed(String predictor, String instruction) {
        return ProgramState.EMPTY.change(predictor, state -> state.withInstruction(instruction));
    }

    private void ask(CompletionMemory small, String word) {
        small.complete("study", ModelRequest.of(List.of(Message.user(word))), model);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException(Blame.MACHINE, "cancelled", e);
        }
    }

    /** Until all of them wait for something: one in the call, the others for its answer. */
    private static void awaitAllParked(List<Thread> threads, int count) throws Exception {
        while (true) {
            synchronized (threads) {
                if (threads.size() == count
                        && threads.stream().allMatch(t -> t.getState() == Thread.State.WAITING)) {
                    return;
                }
            }
            Thread.sleep(1);
        }
    }

    @Test
    void texts_embeddedAgain_areAnsweredOnceAndCountAsSaved() {
        var asked = new AtomicInteger();
        var model =
                new LanguageModel() {
                    @Override
                    public Completion complete(ModelRequest request) {
                        throw new AssertionError("nothing to complete");
                    }

                    @Override
                    public Embeddings embed(String name, List<String> texts) {
                        asked.incrementAndGet();
                        return new Embeddings(List.of(new float[] {1}), new Usage(1, 3, 0, 0));
                    }
                };
        var one = new RememberingModel(model, memory, "one study");
        var other = new RememberingModel(model, memory, "another study");

        assertThat(one.embed("m", List.of("a")).usage().calls()).isEqualTo(1);
        assertThat(one.embed("m", List.of("a")).usage()).isEqualTo(new Usage(1, 3, 0, 0).asSaved());
        assertThat(asked).hasValue(1);
        one.embed("m", List.of("b"));
        one.embed("n", List.of("a"));
        other.embed("m", List.of("a"));
        assertThat(asked).hasValue(4);
    }
}
