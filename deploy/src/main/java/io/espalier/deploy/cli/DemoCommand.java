package io.espalier.deploy.cli;

import io.espalier.deploy.Distribution;
import io.espalier.deploy.print.Output;
import io.espalier.deploy.study.Comparison;
import io.espalier.deploy.study.ComparisonText;
import io.espalier.deploy.study.StudyFile;
import io.espalier.optimizers.spec.FramingResolver;
import io.espalier.signatures.document.Document;
import io.espalier.v1.OptimizedProgram;
import io.espalier.v1.Study;
import io.espalier.v1.StudyState;
import io.espalier.worker.provider.ModelPlaces;
import io.espalier.worker.provider.Providers;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Runs the main example, and says in plain words what happens. */
@Command(
        name = "demo",
        description = "Optimizes a real program on the embedded model, offline, in about a minute.")
final class DemoCommand extends EspalierSubcommand {
    private static final String EXAMPLE = "ticket-team";

    /** Held-out rows looked at for a few to show. */
    private static final int LOOKED_AT = 30;

    private static final int SHOWN = 3;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Another seed than the example's: other examples are drawn as demos.")
    @Nullable Long seed;

    DemoCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        var file = study();
        if (!output.json()) output.note(DemoText.before(file.spec()));
        try (var stop = StopSignal.interruptingThisThread();
                var nodes = Nodes.toWork(this, file.spec().models().task())) {
            var running = new StudyToItsEnd(this, nodes, stop);
            var ended = running.run(file, true);
            if (ended.isEmpty()) {
                return Watching.stopped(output, stop, running.whatIsLeft(again()));
            }
            var study = ended.get();
            Watching.showResult(output, study);
            if (!output.json() && study.getState() == StudyState.FINISHED) {
                output.note(DemoText.meaning(study));
                samples(file, nodes.client().program(study.getStudy()));
                output.note(next(file, study));
            }
            return Watching.exitCode(study);
        }
    }

    private StudyFile study() {
        var path = path();
        var document = StudyFile.document(path, "INVALID_STUDY");
        if (seed != null) {
            var changed = (ObjectNode) document.root().deepCopy();
            document = new Document(changed.put("seed", seed), document.lines());
        }
        return StudyFile.read(path, document, FramingResolver.INSTALLED);
    }

    private static Path path() {
        return Distribution.find().examples().resolve(EXAMPLE).resolve("study.yaml");
    }

    private String[] again() {
        return seed == null
                ? new String[] {"demo"}
                : new String[] {"demo", "--seed", seed.toString()};
    }

    /** The first held-out rows whose answer changed, whichever way. */
    private void samples(StudyFile file, OptimizedProgram program) {
        var test = file.spec().data().test();
        if (test == null) return;
        var rows = test.examples().subList(0, Math.min(LOOKED_AT, test.examples().size()));
        var providers = Providers.found(ModelPlaces.ofEnvironment());
        try (var comparison = Comparison.of(file.spec(), program, providers)) {
            var changed =
                    comparison.answers(rows).stream()
                            .filter(a -> a.before().value() != a.after().value())
                            .limit(SHOWN)
                            .toList();
            if (changed.isEmpty()) return;
            output.note("\nSome rows that the optimizer never saw, and whose answer changed\n");
            output.note(ComparisonText.of(file.spec().program().signature(), changed));
        }
    }

    private String next(StudyFile file, Study study) {
        var hints = new Hints(options);
        var release = study.getRelease();
        return "\nWhere to look next\n"
                + Hints.table(
                        List.of(
                                List.of(
                                        hints.command("show", study.getStudy()),
                                        "what changed, and the prompt as the model sees it"),
                                List.of(
                                        hints.command(
                                                "predict",
                                                release,
                                                "--input",
                                                SampleInput.of(file.spec())),
                                        "an answer of the new program"),
                                List.of(
                                        hints.command("export", release, "--dspy", "program.json"),
                                        "the same program in DSPy"),
                                List.of(
                                        hints.command("run", "examples/" + EXAMPLE + "/study.yaml"),
                                        "this study from its file: copy the folder, put your data in"),
                                List.of(
                                        "docs/guide.md",
                                        "studies, data, metrics, models, commands")));
    }
}
