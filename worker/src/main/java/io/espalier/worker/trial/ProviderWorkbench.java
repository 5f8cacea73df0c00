package io.espalier.worker.trial;

import com.google.protobuf.ByteString;
import io.espalier.cluster.v1.JobResult;
import io.espalier.cluster.v1.RunTrial;
import io.espalier.cluster.v1.TrialContext;
import io.espalier.cluster.v1.TrialJob;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Failure;
import io.espalier.signatures.job.JobRunner;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.job.OutcomeJson;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.metric.Metric;
import io.espalier.signatures.metric.MetricReader;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.model.CompletionMemory;
import io.espalier.signatures.model.LanguageModel;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.signatures.model.RememberingModel;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.worker.provider.Providers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Does jobs on this machine's providers. Models and the processes of metrics stay open between
 * trials and for a while after, so that prefix caches and processes outlive the gaps of a study.
 */
final class ProviderWorkbench implements Workbench, AutoCloseable {
    /** Longer than an optimizer thinks between two rounds. */
    static final Duration IDLE = Duration.ofMinutes(5);

    /** An outcome must fit into a frame of the cluster's remoting, which is 1 MiB. */
    static final int LARGEST = 1000 * 1024;

    /** A study has its own process of a metric: the next one may find other code behind it. */
    private record MetricKey(
            String study,
            ByteString metric,
            ByteString program,
            ByteString models,
            String adapter,
            ByteString framing) {
        static MetricKey of(TrialContext c) {
            return new MetricKey(
                    c.getStudy(),
                    c.getMetric(),
                    c.getProgram(),
                    c.getModels(),
                    c.getAdapter(),
                    c.getFraming());
        }
    }

    /** Who shares answers: the jobs of one study that ask one model. */
    private record Asker(String study, ModelSpec model) {}

    private final TrialReader reader = new TrialReader();
    private final CompletionMemory memory = new CompletionMemory(CompletionMemory.DEFAULT_BYTES);
    private final OpenModels models;
    private final Kept<MetricKey, Metric> metrics;
    private final ScheduledExecutorService sweeper;

    ProviderWorkbench(Providers providers) {
        this(providers, IDLE, System::nanoTime);
    }

    /**
     * @param idle how long models and metrics outlive their last use
     */
    ProviderWorkbench(Providers providers, Duration idle, LongSupplier nanos) {
        this.models = new OpenModels(providers, idle, nanos);
        this.metrics = new Kept<>(idle, nanos);
        this.sweeper =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("worker-sweep").factory());
        var period = Math.max(1, idle.toMillis() / 8);
        sweeper.scheduleWithFixedDelay(this::sweep, period, period, TimeUnit.MILLISECONDS);
    }

    /** Closes what has not been used for a while. */
    void sweep() {
        models.sweep();
        metrics.sweep();
    }

    /** Opens a model in the background, so that the first job finds it open. */
    void warm(ModelSpec spec) {
        models.warm(spec);
    }

    @Override
    public JobResult run(RunTrial trial, TrialJob job) {
        var scored = trial.getContext().getScored();
        Outcome outcome;
        try {
            outcome = outcome(trial, job);
        } catch (CannotRun e) {
            outcome = failed(scored, e.blame(), String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome = failed(scored, Blame.MACHINE, "the job was cancelled");
        } catch (VirtualMachineError e) {
            outcome = failed(scored, Blame.MACHINE, "the worker is short of memory: " + e);
        } catch (LinkageError | AssertionError e) {
            // A Java program's: a class that it lacks, a check of its own.
            outcome = failed(scored, Blame.CANDIDATE, "the program failed: " + e);
        } catch (RuntimeException e) {
            outcome = failed(scored, Blame.MACHINE, "the worker failed: " + e);
        }
        var bytes = bytes(outcome);
        if (bytes.size() > LARGEST) {
            outcome = tooLarge(outcome, bytes.size());
            bytes = bytes(outcome);
        }
        var failure = outcome.failure();
        return JobResult.newBuilder()
                .setJob(job.getJob())
                .setElsewhere(failure != null && failure.blame().worthRetrying())
                .setOutcome(bytes)
                .build();
    }

    private static ByteString bytes(Outcome outcome) {
        return ByteString.copyFromUtf8(Json.write(OutcomeJson.write(outcome)));
    }

    /** Its calls are paid for, and count. */
    private static Outcome tooLarge(Outcome outcome, int bytes) {
        var why =
                String.format(
                        Locale.ROOT,
                        "what the program read and wrote for this example takes %d KiB, more than"
                                + " the %d KiB that a worker can send: make the example's fields or"
                                + " the program's outputs shorter",
                        Math.ceilDiv(bytes, 1024),
                        LARGEST / 1024);
        return new Outcome(null, null, List.of(), outcome.usage(), new Failure(Blame.DATA, why));
    }

    private Outcome outcome(RunTrial trial, TrialJob job) throws InterruptedException {
        // Whether a wait on the way notices depends on who is faster.
        if (Thread.interrupted()) throw new InterruptedException();
        var context = trial.getContext();
        var program = reader.program(context);
        var state = reader.state(trial.getState());
        var example = reader.example(job);
        var spec = reader.model(context, context.getRole());
        var adapter = reader.adapter(context);
        var model = model(context, spec);
        var rollout = TrialReader.rollout(job);
        if (!context.getScored()) {
            return new JobRunner(program, adapter, model, spec.sampling(), null)
                    .run(state, example, rollout);
        }
        try (var metric = metric(context, program)) {
            return new JobRunner(program, adapter, model, spec.sampling(), metric.value())
                    .run(state, example, rollout);
        }
    }

    private Kept<MetricKey, Metric>.Hold metric(TrialContext context, ProgramDefinition program)
            throws InterruptedException {
        return metrics.hold(
                MetricKey.of(context),
                () ->
                        TrialReader.reading(
                                Blame.METRIC,
                                "metric",
                                () ->
                                        MetricReader.read(
                                                TrialReader.json(context.getMetric()),
                                                program.signature(),
                                                role -> judge(context, role),
                                                reader.adapter(context))));
    }

    private LanguageModel judge(TrialContext context, String role) {
        return model(context, reader.model(context, role));
    }

    /** A study asks each thing once; a prediction is made for whoever asks. */
    private LanguageModel model(TrialContext context, ModelSpec spec) {
        var model = models.model(spec);
        return context.getRemember()
                ? new RememberingModel(model, memory, new Asker(context.getStudy(), spec))
                : model;
    }

    /** As {@link JobRunner} has it: what the candidate is to blame for scores zero. */
    private static Outcome failed(boolean scored, Blame blame, String why) {
        var score = scored && blame == Blame.CANDIDATE ? Score.of(0, why) : null;
        return new Outcome(null, score, List.of(), Usage.NONE, new Failure(blame, why));
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
        metrics.close();
        models.close();
    }
}
