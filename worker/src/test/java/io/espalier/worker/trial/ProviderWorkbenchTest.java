package io.espalier.worker.trial;

import static io.espalier.worker.trial.ScriptedProvider.field;
import static io.espalier.worker.trial.Trials.bytes;
import static io.espalier.worker.trial.Trials.job;
import static io.espalier.worker.trial.Trials.trial;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.cluster.v1.TrialContext;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.model.ModelException;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.signatures.model.Usage;
import io.espalier.worker.provider.ModelPlaces;
import io.espalier.worker.provider.Providers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderWorkbenchTest {
    private static final String COUNTING_METRIC =
            """
            {"command": ["/bin/sh", "-c", "n=0; while read -r line; do n=$((n+1)); echo \\"{\\\\\\"score\\\\\\": 0.5, \\\\\\"feedback\\\\\\": \\\\\\"$n\\\\\\"}\\"; done"]}\
            """;

    private final AtomicLong clock = new AtomicLong();
    private ProviderWorkbench bench = open(new ScriptedProvider());

    private ProviderWorkbench open(ScriptedProvider provider) {
        return new ProviderWorkbench(provider.providers(), Duration.ofMinutes(5), clock::get);
    }

    private void use(ScriptedProvider provider) {
        bench.close();
        bench = open(provider);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void job_scored_hasPredictionScoreTraceAndUsage() {
        var outcome = run(UnaryOperator.identity());
        assertThat(outcome.failure()).isNull();
        assertThat(outcome.value()).isEqualTo(1);
        assertThat(had(outcome.prediction()).text("team")).isEqualTo("billing");
        assertThat(outcome.trace()).hasSize(1);
        assertThat(outcome.usage().prompt()).isEqualTo(10);
    }

    @Test
    void job_unscored_needsNoMetric() {
        var outcome = run(c -> c.clearMetric().setScored(false));
        assertThat(outcome.failure()).isNull();
        assertThat(outcome.score()).isNull();
        assertThat(had(outcome.prediction()).text("team")).isEqualTo("billing");
    }

    @Test
    void state_withInstruction_reachesTheModel() {
        use(
                new ScriptedProvider((_, request) ->
                        field(
                                "team",
                                request.messages().getFirst().text().contains("Learned!")
                                        ? "yes"
                                        : "no")));
        var trial =
                trial(UnaryOperator.identity()).toBuilder()
                        .setState(bytes("{\"predict\": {\"instruction\": \"Learned!\"}}"))
                        .build();
        assertThat(had(Trials.run(bench, trial).prediction()).text("team")).isEqualTo("yes");
    }

    @Test
    void program_inJava_runsByClassName() {
        var outcome =
                run(c ->
                        c.setProgram(bytes("{\"java\": \"" + TeamProgram.class.getName() + "\"}")));
        assertThat(outcome.failure()).isNull();
        assertThat(outcome.value()).isEqualTo(1);
    }

    @Test
    void program_inJavaThatBreaks_isTheCandidatesFault() {
        var asked =
                trial(c ->
                        c.setProgram(bytes("{\"java\": \"" + TeamProgram.class.getName() + "\"}")));
        var crash =
                asked.toBuilder()
                        .setJobs(0, job("{\"ticket\": \"crash\", \"team\": \"x\"}"))
                        .build();
        assertFailure(Trials.run(bench, crash), Blame.CANDIDATE, "com/acme/Lost");
        assertThat(had(Trials.run(bench, crash).score()).value()).isZero();
    }

    @Test
    void judge_asksTheReflectionModel() {
        use(
                new ScriptedProvider((spec, _) ->
                        "judge".equals(spec.model())
                                ? field("reason", "fine") + field("score", "0.7")
                                : field("team", "billing")));
        var outcome = run(c -> c.setMetric(bytes("{\"judge\": {\"ask\": \"Is it right?\"}}")));
        assertThat(outcome.failure()).isNull();
        assertThat(outcome.value()).isEqualTo(0.7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "program; {\"java\": \"com.acme.Lost\"}; MACHINE; com.acme.Lost",
                "program; nonsense; MACHINE; program cannot be read here",
                "metric; {\"exactly\": 1}; METRIC; names no metric",
                "metric; {\"command\": [\"/no/such/metric\"]}; METRIC; /no/such/metric",
                "models; {}; MACHINE; no model 'task'",
                "models; {\"task\": {\"provider\": \"martian\"}}; PROVIDER; martian",
                "adapter; telegram; MACHINE; telegram",
                "framing; [1]; MACHINE; framing"
            })
    void context_thatDoesNotFit_isAnOutcomeWithItsBlame(
            String part, String value, Blame blame, String words) {
        var outcome =
                run(c ->
                        switch (part) {
                            case "program" -> c.setProgram(bytes(value));
                            case "metric" -> c.setMetric(bytes(value));
                            case "models" -> c.setModels(bytes(value));
                            case "adapter" -> c.setAdapter(value);
                            default -> c.setFraming(bytes(value));
                        });
        assertFailure(outcome, blame, words);
        assertThat(outcome.score()).isNull();
    }

    @Test
    void state_thatCannotBeRead_scoresZeroForTheCandidate() {
        var asked = trial(UnaryOperator.identity()).toBuilder().setState(bytes("[1]")).build();
        var outcome = Trials.run(bench, asked);
        assertFailure(outcome, Blame.CANDIDATE, "learned state");
        assertThat(had(outcome.score()).value()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"{\"ticket\"; not JSON", "{\"team\": \"x\"}; no field 'ticket'"})
    void example_thatDoesNotFit_isTheDatasFault(String example, String words) {
        var asked = trial(UnaryOperator.identity()).toBuilder().setJobs(0, job(example)).build();
        assertFailure(Trials.run(bench, asked), Blame.DATA, words);
    }

    @Test
    void outcome_largerThanAMessage_isTheDatasFaultAndSaysTheSize() {
        use(new ScriptedProvider((_, _) -> field("team", "x".repeat(ProviderWorkbench.LARGEST))));
        var outcome = run(UnaryOperator.identity());
        assertFailure(outcome, Blame.DATA, "KiB that a worker can send");
        assertThat(outcome.score()).isNull();
        assertThat(outcome.usage().prompt()).as("its call is paid for").isEqualTo(10);
    }

    @Test
    void model_thatCannotBeOpened_failsWithItsSentenceAndIsNotTriedByEveryJob() {
        var provider = new ScriptedProvider();
        provider.onOpen =
                () -> {
                    throw new ModelException(Blame.MACHINE, "no tokenizer in /models/x");
                };
        use(provider);
        for (int i = 0; i < 20; i++) {
            assertFailure(
                    run(UnaryOperator.identity()), Blame.MACHINE, "no tokenizer in /models/x");
        }
        assertThat(provider.opened).hasValue(1);
        clock.addAndGet(Kept.FAILURE.toNanos());
        run(UnaryOperator.identity());
        assertThat(provider.opened).as("tried again later").hasValue(2);
    }

    @Test
    void failure_ofProviderOrMachine_isWorthAnotherWorker() {
        var lacking = trial(c -> c.setModels(bytes("{\"task\": {\"provider\": \"martian\"}}")));
        assertThat(bench.run(lacking, lacking.getJobs(0)).getElsewhere()).isTrue();
        var broken = trial(c -> c).toBuilder().setState(bytes("[1]")).build();
        assertThat(bench.run(broken, broken.getJobs(0)).getElsewhere()).isFalse();
    }

    @Test
    void model_whoseOpeningBreaks_isTheMachinesFault() {
        var provider = new ScriptedProvider();
        provider.onOpen =
                () -> {
                    throw new UnsatisfiedLinkError("libonnx");
                };
        use(provider);
        assertFailure(run(UnaryOperator.identity()), Blame.MACHINE, "libonnx");
    }

    @Test
    void model_thatBreaks_isTheProvidersFault() {
        use(
                new ScriptedProvider((_, _) -> {
                    throw new IllegalStateException("engine stopped");
                }));
        assertFailure(run(UnaryOperator.identity()), Blame.PROVIDER, "engine stopped");
    }

    @Test
    void model_outOfMemory_isTheMachinesFault() {
        use(
                new ScriptedProvider((_, _) -> {
                    throw new OutOfMemoryError("Java heap space");
                }));
        assertFailure(run(UnaryOperator.identity()), Blame.MACHINE, "short of memory");
    }

    @Test
    void calls_equalWithinAStudy_areMadeOnce() {
        var calls = new AtomicInteger();
        use(
                new ScriptedProvider((spec, _) -> {
                    calls.incrementAndGet();
                    return "judge".equals(spec.model())
                            ? field("reason", "fine") + field("score", "0.7")
                            : field("team", "billing");
                }));
        UnaryOperator<TrialContext.Builder> judged =
                c ->
                        c.setRemember(true)
                                .setMetric(bytes("{\"judge\": {\"ask\": \"Is it right?\"}}"));
        assertThat(run(judged).usage()).isEqualTo(new Usage(1, 10, 2, 0));
        var again = run(judged);
        assertThat(again.value()).isEqualTo(0.7);
        assertThat(again.usage()).isEqualTo(new Usage(0, 0, 0, 0, new Usage.Saved(1, 10, 2)));
        assertThat(calls).as("the program's and the judge's").hasValue(2);
        run(c -> judged.apply(c).setStudy("another"));
        assertThat(calls).hasValue(4);
    }

    @Test
    void calls_ofPredictions_areAllMade() {
        var calls = new AtomicInteger();
        use(
                new ScriptedProvider((_, _) -> {
                    calls.incrementAndGet();
                    return field("team", "billing");
                }));
        run(UnaryOperator.identity());
        assertThat(run(UnaryOperator.identity()).usage()).isEqualTo(new Usage(1, 10, 2, 0));
        assertThat(calls).hasValue(2);
    }

    @Test
    void model_betweenTrials_staysOpenUntilIdle() {
        var provider = new ScriptedProvider();
        use(provider);
        run(UnaryOperator.identity());
        clock.addAndGet(Duration.ofMinutes(4).toNanos());
        bench.sweep();
        run(c -> c.setStudy("another"));
        assertThat(provider.opened).hasValue(1);
        clock.addAndGet(Duration.ofMinutes(4).toNanos());
        bench.sweep();
        assertThat(provider.closed).hasValue(0);
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        bench.sweep();
        assertThat(provider.closed).hasValue(1);
        assertThat(run(UnaryOperator.identity()).failure()).isNull();
        assertThat(provider.opened).hasValue(2);
    }

    @Test
    void model_inUse_isNotClosedByTheSweep() throws Exception {
        var inCall = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var provider =
                new ScriptedProvider((_, _) -> {
                    inCall.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return field("team", "billing");
                });
        use(provider);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var call = threads.submit(() -> run(UnaryOperator.identity()));
            inCall.await();
            clock.addAndGet(Duration.ofHours(1).toNanos());
            bench.sweep();
            assertThat(provider.closed).hasValue(0);
            goOn.countDown();
            assertThat(call.get().failure()).isNull();
        }
    }

    @Test
    void model_askedByManyAtOnce_isOpenedOnce() throws Exception {
        var provider = new ScriptedProvider();
        use(provider);
        var calls = new ArrayList<Future<Outcome>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++)
                calls.add(threads.submit(() -> run(UnaryOperator.identity())));
        }
        for (var call : calls) assertThat(call.get().value()).isEqualTo(1);
        assertThat(provider.opened).hasValue(1);
    }

    @Test
    void model_warmed_isOpenForTheFirstJob() throws Exception {
        var opening = new CountDownLatch(1);
        var provider = new ScriptedProvider();
        provider.onOpen = opening::countDown;
        use(provider);
        bench.warm(
                new ModelSpec("scripted", "task", null, null, null, null, null, null, null, null));
        opening.await();
        run(UnaryOperator.identity());
        assertThat(provider.opened).hasValue(1);
    }

    @Test
    void metricsProcess_isKeptWithinAStudyAndNotBeyond() {
        UnaryOperator<TrialContext.Builder> counting = c -> c.setMetric(bytes(COUNTING_METRIC));
        assertThat(had(run(counting).score()).feedback()).isEqualTo("1");
        assertThat(had(run(counting).score()).feedback()).isEqualTo("2");
        assertThat(had(run(c -> counting.apply(c).setStudy("another")).score()).feedback())
                .isEqualTo("1");
        clock.addAndGet(Duration.ofMinutes(5).toNanos());
        bench.sweep();
        assertThat(had(run(counting).score()).feedback()).as("ended when idle").isEqualTo("1");
    }

    @Test
    void metricsProcess_thatEnds_isTheMetricsFault() {
        var outcome =
                run(c ->
                        c.setMetric(
                                bytes(
                                        "{\"command\": [\"/bin/sh\", \"-c\", \"echo broken >&2\"]}")));
        assertFailure(outcome, Blame.METRIC, "broken");
        assertThat(outcome.prediction()).isNotNull();
    }

    @Test
    void job_interrupted_saysSo() throws Exception {
        var seen = new AtomicInteger();
        var thread =
                Thread.ofVirtual()
                        .start(() -> {
                            Thread.currentThread().interrupt();
                            var outcome = run(UnaryOperator.identity());
                            if (had(outcome.failure()).blame() == Blame.MACHINE)
                                seen.incrementAndGet();
                            if (Thread.currentThread().isInterrupted()) seen.incrementAndGet();
                        });
        thread.join();
        assertThat(seen).hasValue(2);
    }

    @Test
    void bench_closed_closesItsModelsAndRefusesJobs() {
        var provider = new ScriptedProvider();
        use(provider);
        run(UnaryOperator.identity());
        bench.close();
        assertThat(provider.closed).hasValue(1);
        assertThat(had(run(UnaryOperator.identity()).failure()).message()).contains("stopping");
    }

    @Test
    void embeddedModel_answersAJob() {
        var models = Path.of("../models").toAbsolutePath().normalize();
        assumeTrue(Files.isDirectory(models.resolve("embedded")), "no embedded model in " + models);
        bench.close();
        bench = new ProviderWorkbench(Providers.found(new ModelPlaces(models)));
        var outcome =
                run(c ->
                        c.setModels(
                                bytes(
                                        "{\"task\": {\"provider\": \"embedded\", \"max-tokens\": 40}}")));
        assertThat(outcome.usage().calls()).isPositive();
        assertThat(outcome.usage().completion()).isPositive();
        assertThat(outcome.trace()).isNotEmpty();
        assertThat(outcome.failure() == null || outcome.failure().blame() == Blame.CANDIDATE)
                .as("failure %s", outcome.failure())
                .isTrue();
    }

    private Outcome run(UnaryOperator<TrialContext.Builder> change) {
        return Trials.run(bench, trial(change));
    }

    private static <T> T had(@Nullable T value) {
        return requireNonNull(value, "the outcome lacks it");
    }

    private static void assertFailure(Outcome outcome, Blame blame, String words) {
        var failure = had(outcome.failure());
        assertThat(failure.message()).contains(words);
        assertThat(failure.blame()).isEqualTo(blame);
    }
}
