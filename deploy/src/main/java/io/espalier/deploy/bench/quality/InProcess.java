package io.espalier.deploy.bench.quality;

import io.espalier.deploy.study.StudyFile;
import io.espalier.optimizers.spec.StudySpec;
import io.espalier.optimizers.study.InMemoryStudy;
import io.espalier.optimizers.study.StudyListener;
import io.espalier.signatures.adapter.Adapter;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.adapter.Framing;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.JobRunner;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.metric.Metric;
import io.espalier.signatures.metric.MetricReader;
import io.espalier.signatures.model.CompletionMemory;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.signatures.model.RememberingModel;
import io.espalier.signatures.program.ProgramState;
import io.espalier.worker.provider.ModelPlaces;
import io.espalier.worker.provider.OpenModel;
import io.espalier.worker.provider.Providers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Studies in this process: the optimizer, its frame and its budget as on a node, jobs on virtual
 * threads, equal model calls made once, nothing journaled.
 */
final class InProcess implements Engine {
    private final Providers providers = Providers.found(ModelPlaces.ofEnvironment());

    @Override
    public Learned run(StudyFile file) {
        var spec = file.spec();
        try (var metric = metric(spec);
                var task = Opened.of(providers, spec.models().task());
                var reflection = Opened.of(providers, spec.models().reflection())) {
            var memory = new CompletionMemory(CompletionMemory.DEFAULT_BYTES);
            var runner =
                    InMemoryStudy.runner(
                            adapter(spec),
                            role -> (role == Job.Role.TASK ? task : reflection).model(memory),
                            metric);
            var study =
                    new InMemoryStudy(
                            spec.input(), runner, slots(spec), Map.of(), StudyListener.SILENT);
            var result = study.run(spec.optimizer().optimizer());
            if (result.failed()) throw new IllegalStateException(result.message());
            return new Learned(result.learned(), result.reason(), result.spent().metricCalls());
        }
    }

    /** The mean score of a state on rows that no study sees. */
    double score(StudyFile file, ProgramState state, List<Example> examples)
            throws InterruptedException, ExecutionException {
        var spec = file.spec();
        var room = new Semaphore(slots(spec));
        try (var metric = metric(spec);
                var model = Opened.of(providers, spec.models().task());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var runner =
                    new JobRunner(
                            spec.program(),
                            adapter(spec),
                            model.open(),
                            model.spec().sampling(),
                            metric);
            var jobs = new ArrayList<Future<Outcome>>();
            for (var example : examples) {
                jobs.add(
                        threads.submit(() -> {
                            room.acquire();
                            try {
                                return runner.run(state, example, Rollout.PLAIN);
                            } finally {
                                room.release();
                            }
                        }));
            }
            double sum = 0;
            for (var job : jobs) sum += value(job.get());
            return sum / examples.size();
        }
    }

    /** A completion that cannot be used scores zero; anything else is no score. */
    private static double value(Outcome outcome) {
        var failure = outcome.failure();
        if (failure != null && outcome.score() == null) {
            throw new IllegalStateException("a test row failed: " + failure.message());
        }
        return outcome.value();
    }

    /** A metric with a process of its own, which ends with its user. */
    private static Metric metric(StudySpec spec) {
        return MetricReader.read(
                spec.metric().document(),
                spec.program().signature(),
                role -> {
                    throw new IllegalStateException("no judge here: " + role);
                },
                adapter(spec));
    }

    private static Adapter adapter(StudySpec spec) {
        var framing = spec.framing();
        return Adapters.of(spec.adapter(), framing == null ? Framing.DEFAULT : Framing.of(framing));
    }

    private static int slots(StudySpec spec) {
        var concurrency = spec.models().task().concurrency();
        return concurrency == null ? 1 : concurrency;
    }

    private record Opened(ModelSpec spec, OpenModel open) implements AutoCloseable {
        static Opened of(Providers providers, ModelSpec spec) {
            return new Opened(spec, providers.open(spec));
        }

        InMemoryStudy.Model model(CompletionMemory memory) {
            return new InMemoryStudy.Model(
                    new RememberingModel(open, memory, spec), spec.sampling());
        }

        @Override
        public void close() {
            open.close();
        }
    }
}
