package io.espalier.deploy.bench;

import io.espalier.signatures.Fields;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.JobRunner;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.metric.Metric;
import io.espalier.signatures.metric.MetricReader;
import io.espalier.signatures.model.LanguageModel;
import io.espalier.signatures.model.ModelException;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.signatures.model.Sampling;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramReader;
import io.espalier.signatures.program.ProgramState;
import io.espalier.worker.openai.OpenAiModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** What all contestants do: one prediction per row of synthlm's task intent, exact match. */
final class IntentTask {
    private static final String SIGNATURE = "utterance: str -> intent: str";

    /** As in evaluate_peers.py. */
    private static final String INSTRUCTION = "Classify the utterance.";

    /** Of the rows. */
    private static final long SEED = 77;

    private final List<Example> examples;
    private final ProgramDefinition program;
    private final Metric metric;

    private IntentTask(List<Example> examples) {
        this.examples = List.copyOf(examples);
        this.program = ProgramReader.read(program());
        this.metric =
                MetricReader.read(
                        Json.text("exact"),
                        program.signature(),
                        role -> {
                            throw new IllegalStateException("no judge here: " + role);
                        },
                        Adapters.standard());
    }

    /** The program's document. */
    static ObjectNode program() {
        return Json.object()
                .put("module", "predict")
                .put("signature", SIGNATURE)
                .put("instruction", INSTRUCTION);
    }

    /** Has synthlm write its rows into {@code folder}. */
    static IntentTask make(Checkout checkout, Path python, Path folder, int examples)
            throws IOException, InterruptedException {
        checkout.writeRows(python, 0, SEED, "test=" + examples, folder);
        var rows = new ArrayList<Example>();
        for (var row : Checkout.flatRows(folder.resolve("intent-test.jsonl"))) {
            rows.add(Example.of(Fields.of(Json.parse(row))));
        }
        return new IntentTask(rows);
    }

    int size() {
        return examples.size();
    }

    static ModelSpec model(String url, int concurrency) {
        return new ModelSpec(
                "openai", "synthlm", null, url, null, 0.0, null, null, concurrency, null);
    }

    /** The rows as JSON lines. */
    void writeRows(Path file) throws IOException {
        var lines = examples.stream().map(e -> Json.write(e.fields().toJson()));
        Files.writeString(file, lines.collect(Collectors.joining("\n", "", "\n")));
    }

    /** The bodies of the requests that {@link #evaluate} sends first, in the rows' order. */
    List<byte[]> bodies(ModelSpec spec) {
        var bodies = new ArrayList<byte[]>();
        try (var model = OpenAiModel.of(spec)) {
            LanguageModel recorder =
                    request -> {
                        bodies.add(model.body(request));
                        throw new ModelException(Blame.PROVIDER, "only recorded");
                    };
            var runner = runner(recorder);
            examples.forEach(e -> runner.run(ProgramState.EMPTY, e, Rollout.PLAIN));
        }
        return bodies;
    }

    static void write(List<byte[]> bodies, Path file) throws IOException {
        var lines = bodies.stream().map(b -> new String(b, StandardCharsets.UTF_8));
        Files.writeString(file, lines.collect(Collectors.joining("\n", "", "\n")));
    }

    /**
     * Evaluates the program as a worker does, each example on a virtual thread.
     *
     * @return the mean score
     */
    double evaluate(LanguageModel model) throws InterruptedException {
        var runner = runner(model);
        var jobs = new ArrayList<Future<Outcome>>(examples.size());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var example : examples) {
                jobs.add(
                        threads.submit(
                                () -> runner.run(ProgramState.EMPTY, example, Rollout.PLAIN)));
            }
            double sum = 0;
            for (var job : jobs) {
                var outcome = job.get();
                var failure = outcome.failure();
                if (failure != null && failure.blame() != Blame.CANDIDATE) {
                    throw new IllegalStateException("a job failed: " + failure.message());
                }
                sum += outcome.value();
            }
            return sum / examples.size();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a job failed: " + e.getCause(), e);
        }
    }

    private JobRunner runner(LanguageModel model) {
        return new JobRunner(program, Adapters.standard(), model, Sampling.UNSET, metric);
    }
}
