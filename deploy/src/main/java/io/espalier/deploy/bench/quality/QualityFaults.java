package io.espalier.deploy.bench.quality;

import io.espalier.optimizers.catalog.OptimizerCatalog;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** What of a comparison cannot be run as it was asked for: found before anything runs. */
final class QualityFaults {
    private final List<String> faults = new ArrayList<>();

    private QualityFaults() {}

    /** Sentences that name the option; none where all is well. */
    static List<String> of(QualityOptions options) {
        var found = new QualityFaults();
        found.some("--tasks", options.tasks());
        found.some("--worlds", options.worlds());
        found.some("--optimizers", options.optimizers());
        found.some("--dspy-threads", options.dspyThreads());
        options.worlds().forEach(world -> found.least("--worlds", world, 0));
        options.seeds().forEach(seed -> found.least("--seeds", seed, 0));
        options.dspyThreads().forEach(threads -> found.least("--dspy-threads", threads, 1));
        found.least("--latency", options.latency(), 0);
        found.least("--concurrency", options.concurrency(), 1);
        found.some("--share", options.shares());
        options.shares().stream()
                .filter(share -> !(share > 0 && share <= 10))
                .map(share -> "--share: " + share + " (expected: above 0, at most 10)")
                .forEach(found.faults::add);
        found.most(options.most());
        if (!options.shares().equals(List.of(1.0))) found.shares(options);
        options.optimizers().stream().distinct().forEach(found::optimizer);
        var lines = options.peerLines();
        if (lines != null && !Files.isRegularFile(lines)) {
            found.faults.add("--peers: '" + lines + "' is neither dspy nor none nor a file");
        }
        return List.copyOf(found.faults);
    }

    private void most(Most most) {
        if (most.metricCalls() != null) least("--metric-calls", most.metricCalls(), 1);
        if (most.modelCalls() != null) least("--model-calls", most.modelCalls(), 1);
        if (most.tokens() != null) least("--tokens", most.tokens(), 1);
    }

    private void shares(QualityOptions options) {
        if (options.most().metricCalls() != null) {
            faults.add("--share: --metric-calls says already how many (expected: one of the two)");
        }
        if (!options.peers() && options.peerLines() == null) {
            faults.add("--share: no calls of DSPy's to take it of (expected: --peers)");
        }
    }

    private void some(String option, List<?> values) {
        if (values.isEmpty()) faults.add(option + ": names nothing (expected: one or more)");
    }

    private void least(String option, long value, long least) {
        if (value < least) faults.add(option + ": " + value + " (expected: " + least + " or more)");
    }

    /** As in a study file. */
    private void optimizer(String name) {
        try {
            OptimizerCatalog.read(
                    OptimizerName.document(name),
                    "optimizer",
                    null,
                    (field, message) -> faults.add("--optimizers: " + name + ": " + message));
        } catch (IllegalArgumentException e) {
            faults.add("--optimizers: " + name + ": " + e.getMessage());
        }
    }
}
