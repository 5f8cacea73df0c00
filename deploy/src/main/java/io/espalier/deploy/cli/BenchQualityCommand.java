package io.espalier.deploy.cli;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.CommandFailure.Exit;
import io.espalier.deploy.bench.quality.Most;
import io.espalier.deploy.bench.quality.QualityBench;
import io.espalier.deploy.bench.quality.QualityOptions;
import io.espalier.deploy.bench.quality.Sizes;
import io.espalier.deploy.bench.quality.SynthTask;
import io.espalier.deploy.print.Output;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares what the optimizers find with what DSPy's find, from a clone of the project. */
@Command(
        name = "quality",
        description =
                "The optimizers beside DSPy's on synthlm's tasks: test scores, calls, tokens, time.")
final class BenchQualityCommand extends EspalierSubcommand {
    private static final String DSPY = "dspy";

    @Option(
            names = "--tasks",
            split = ",",
            defaultValue = "intent,arith,extract,write,hop",
            paramLabel = "TASK",
            description = "Tasks (default: all five).")
    List<SynthTask> tasks = List.of();

    @Option(
            names = "--worlds",
            split = ",",
            defaultValue = "0,1,2,3,4",
            paramLabel = "N",
            description = "synthlm's worlds, each with rules of its own (default: 0,1,2,3,4).")
    List<Integer> worlds = List.of();

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "N",
            description = "Seeds of rows and optimizers in every world (default: its number).")
    List<Long> seeds = List.of();

    @Option(
            names = "--optimizers",
            defaultValue =
                    "none,labeled-few-shot,bootstrap-few-shot,bootstrap-random-search,"
                            + "miprov2=light,miprov2=medium,copro,simba,gepa,infer-rules,trellis,auto",
            paramLabel = "NAMES",
            description =
                    "Optimizers by name, name=effort, or object as in a study file:"
                            + " gepa,miprov2=light (default: all that DSPy has, trellis and auto).")
    String optimizers = "";

    @Option(
            names = "--feedback",
            negatable = true,
            description =
                    "Whether the metric comes with a critic's words (default: for gepa, and for"
                            + " optimizers that DSPy lacks).")
    @Nullable Boolean feedback;

    @Option(
            names = "--peers",
            defaultValue = "dspy",
            paramLabel = "PEERS",
            description =
                    "dspy runs DSPy's optimizers too; none does not; a file gives lines of earlier"
                            + " runs (default: dspy).")
    String peers = "dspy";

    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "100,100,200",
            paramLabel = "N",
            description = "Rows for training, validation and test (default: 100,100,200).")
    List<Integer> sizes = List.of();

    @Option(
            names = "--latency",
            defaultValue = "0",
            paramLabel = "MS",
            description = "Of the endpoint, for every call (default: 0).")
    int latency;

    @Option(
            names = "--concurrency",
            defaultValue = "64",
            description = "Calls of Espalier's under way at once (default: 64).")
    int concurrency = 64;

    @Option(
            names = "--dspy-threads",
            split = ",",
            defaultValue = "8",
            paramLabel = "N",
            description = "Threads of DSPy's; several to find its best (default: 8).")
    List<Integer> dspyThreads = List.of();

    @Option(
            names = "--node",
            description = "Espalier's studies over a node and gRPC, not in this process.")
    boolean node;

    @Option(
            names = "--metric-calls",
            paramLabel = "N",
            description =
                    "Most metric calls of Espalier's (default: as many as DSPy's same run made).")
    @Nullable Long metricCalls;

    @Option(
            names = "--model-calls",
            paramLabel = "N",
            description =
                    "Most model calls of Espalier's; dspy: as many as DSPy's same run made (default:"
                            + " no limit).")
    @Nullable String modelCalls;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            description =
                    "Most tokens of Espalier's; dspy: as many as DSPy's same run took (default: no"
                            + " limit).")
    @Nullable String tokens;

    @Option(
            names = "--share",
            split = ",",
            defaultValue = "1",
            paramLabel = "S",
            description =
                    "Of the calls of DSPy's same run, what Espalier may make; several to compare"
                            + " (default: 1).")
    List<Double> shares = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Write quality.jsonl, a line a run, and the tables into quality.md there; else"
                            + " nothing is written.")
    @Nullable Path out;

    @Option(
            names = "--resume",
            description = "Keep the lines of an earlier quality.jsonl; run only what it lacks.")
    boolean resume;

    @Spec CommandSpec spec = CommandSpec.create();

    BenchQualityCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        try {
            var report = QualityBench.run(asked(), output::note);
            output.answer(report.json(), "\n" + report.markdown());
            if (report.failures() == 0) return 0;
            output.note(
                    report.failures()
                            + " of "
                            + report.runs()
                            + " runs failed; --resume tries them again");
            return Exit.FAILED.code();
        } catch (CommandFailure failure) {
            throw failure;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("INTERRUPTED", "the benchmark was interrupted");
        } catch (Exception e) {
            throw CommandFailure.environment("BENCH", "the benchmark failed: " + e, e);
        }
    }

    private QualityOptions asked() {
        if (sizes.size() != 3) {
            throw CommandFailure.usage("USAGE", "--sizes takes three numbers, such as 100,100,200");
        }
        if (sizes.stream().anyMatch(size -> size < 1)) {
            throw CommandFailure.usage(
                    "USAGE",
                    "--sizes: "
                            + sizes.stream().map(String::valueOf).collect(Collectors.joining(","))
                            + " (expected: three numbers of 1 or more)");
        }
        var file = peers.equals(DSPY) || peers.equals("none") ? null : Path.of(peers);
        return new QualityOptions(
                tasks,
                worlds,
                seeds,
                QualityOptions.optimizers(optimizers),
                feedback,
                peers.equals(DSPY),
                file,
                new Sizes(sizes.get(0), sizes.get(1), sizes.get(2)),
                latency,
                concurrency,
                dspyThreads,
                shares,
                node,
                new Most(
                        metricCalls,
                        number("--model-calls", modelCalls),
                        DSPY.equals(modelCalls),
                        number("--tokens", tokens),
                        DSPY.equals(tokens)),
                out,
                resume,
                "./espalier "
                        + String.join(
                                " ", spec.root().commandLine().getParseResult().originalArgs()));
    }

    /** Null where nothing is given, or DSPy's. */
    private static @Nullable Long number(String option, @Nullable String text) {
        if (text == null || text.equals(DSPY)) return null;
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw CommandFailure.usage(
                    "USAGE", option + " takes a number or dspy, not '" + text + "'");
        }
    }
}
