package io.espalier.deploy.cli;

import io.espalier.deploy.print.Output;
import io.espalier.deploy.study.StudyFile;
import io.espalier.optimizers.spec.FramingResolver;
import io.espalier.v1.FrontMember;
import io.espalier.v1.Study;
import io.espalier.v1.StudyState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a study to its end on a node of its own. */
@Command(
        name = "run",
        description = "Runs a study to its end; run again, it continues an unfinished one.")
final class RunCommand extends EspalierSubcommand {
    @Parameters(paramLabel = "STUDY.yaml", description = "A study file.")
    Path file = Path.of("");

    @Option(
            names = "--new",
            description = "Start another study in place of continuing an unfinished one.")
    boolean another;

    RunCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        var study = StudyFile.read(file, FramingResolver.INSTALLED);
        try (var stop = StopSignal.interruptingThisThread();
                var nodes = Nodes.toWork(this, study.spec().models().task())) {
            var running = new StudyToItsEnd(this, nodes, stop);
            var ended = running.run(study, !another);
            if (ended.isEmpty()) {
                return Watching.stopped(output, stop, running.whatIsLeft("run", file.toString()));
            }
            Watching.showResult(output, ended.get());
            if (!output.json()) output.note(next(ended.get(), study));
            return Watching.exitCode(ended.get());
        }
    }

    private String next(Study ended, StudyFile file) {
        var hints = new Hints(options);
        var show = hints.command("show", ended.getStudy());
        if (ended.getState() == StudyState.FAILED) {
            return "\nnext\n"
                    + Hints.table(
                            List.of(
                                    List.of(show, "what there is of it"),
                                    List.of(
                                            hints.command("resume", ended.getStudy()),
                                            "once the reason is gone; 'run' then continues it")));
        }
        if (ended.getRelease().isEmpty()) {
            return "\nnext\n" + Hints.table(List.of(List.of(show, "what there is of it")));
        }
        var release = ended.getRelease();
        var rows = new ArrayList<List<String>>();
        rows.add(List.of(show, "what changed, and the prompt as the model sees it"));
        var other = otherOfTheFront(ended);
        if (other.isPresent()) {
            rows.add(
                    List.of(
                            hints.command("pick", ended.getStudy(), other.get()),
                            "a release of another candidate of the front"));
        }
        var input = SampleInput.of(file.spec());
        rows.add(List.of(hints.command("predict", release, "--input", input), "one answer"));
        rows.add(
                List.of(
                        hints.command("export", release, "--dspy", "program.json"),
                        "the same program in DSPy"));
        return "\nnext\n" + Hints.table(rows);
    }

    /** The one that is best in the first objective, as an example. */
    private static Optional<String> otherOfTheFront(Study ended) {
        return ended.getFront().getMembersList().stream()
                .filter(member -> !member.getResult())
                .map(FrontMember::getCandidate)
                .findFirst();
    }
}
