package io.espalier.deploy.bench.quality;

import io.espalier.deploy.bench.quality.Run.Side;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to compare.
 *
 * @param seeds of rows and optimizers; empty for one a world, equal to its number
 * @param optimizers see {@link OptimizerName}
 * @param feedback null lets an optimizer have the critic's words where DSPy's of the same name has
 *     them, and ours that have no such peer
 * @param peers whether DSPy runs what has no line yet
 * @param peerLines lines of DSPy's earlier runs; null for none
 * @param latency of the endpoint, milliseconds per call
 * @param concurrency most calls under way at once of Espalier's
 * @param dspyThreads each a run of DSPy's
 * @param shares of DSPy's calls that Espalier may make, each a run
 * @param node whether Espalier's studies go over a node
 * @param most that Espalier's may spend
 * @param out folder of {@code quality.jsonl} and {@code quality.md}; null to write nothing
 * @param resume keeps the lines of {@code quality.jsonl}, and runs what is not among them
 * @param command that asks for this, for the page
 */
public record QualityOptions(
        List<SynthTask> tasks,
        List<Integer> worlds,
        List<Long> seeds,
        List<String> optimizers,
        @Nullable Boolean feedback,
        boolean peers,
        @Nullable Path peerLines,
        Sizes sizes,
        int latency,
        int concurrency,
        List<Integer> dspyThreads,
        List<Double> shares,
        boolean node,
        Most most,
        @Nullable Path out,
        boolean resume,
        String command) {
    public QualityOptions {
        tasks = List.copyOf(tasks);
        worlds = List.copyOf(worlds);
        seeds = List.copyOf(seeds);
        optimizers = List.copyOf(optimizers);
        dspyThreads = List.copyOf(dspyThreads);
        shares = List.copyOf(shares);
    }

    /** Optimizers as one text, separated by commas. */
    public static List<String> optimizers(String names) {
        return OptimizerName.split(names);
    }

    /** All of Espalier's runs in a world: seeds outermost, so that early lines are of use. */
    List<Run> runs(int world) {
        var runs = new ArrayList<Run>();
        for (long seed : seeds.isEmpty() ? List.of((long) world) : seeds) {
            for (var optimizer : optimizers) {
                var hears = feedback == null ? OptimizerName.feedback(optimizer) : feedback;
                for (var task : tasks) {
                    for (double share : shares) {
                        runs.add(
                                new Run(
                                        Side.ESPALIER,
                                        task,
                                        world,
                                        seed,
                                        optimizer,
                                        hears,
                                        sizes,
                                        latency,
                                        concurrency,
                                        share));
                    }
                }
            }
        }
        return runs;
    }

    /** Whether a run, of now or of before, belongs to the comparison. */
    boolean covers(Run run) {
        return tasks.contains(run.task())
                && worlds.contains(run.world())
                && (seeds.isEmpty() ? List.of((long) run.world()) : seeds).contains(run.seed())
                && sizes.equals(run.sizes());
    }

    /** DSPy's runs of the same work; none where DSPy has no such optimizer. */
    List<Run> peers(Run run) {
        if (!peers || !OptimizerName.dspyHas(run.optimizer())) return List.of();
        return dspyThreads.stream().map(run::byDspy).toList();
    }
}
