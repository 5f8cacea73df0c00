package io.espalier.deploy.cli;

import io.espalier.deploy.print.Output;
import io.espalier.deploy.print.ProtoJson;
import io.espalier.deploy.study.StudyFile;
import io.espalier.deploy.study.Submission;
import io.espalier.optimizers.spec.FramingResolver;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hands a study to a node that stays. */
@Command(name = "submit", description = "Hands a study to a node that runs already.")
final class SubmitCommand extends EspalierSubcommand {
    @Parameters(paramLabel = "STUDY.yaml", description = "A study file.")
    Path file = Path.of("");

    @Option(names = "--watch", description = "Follow it to its end.")
    boolean watch;

    @Option(
            names = "--new",
            description = "Start another study in place of continuing an unfinished one.")
    boolean another;

    SubmitCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        var study = StudyFile.read(file, FramingResolver.INSTALLED);
        try (var nodes = Nodes.running(this)) {
            return watch ? toItsEnd(nodes, study) : send(nodes, study);
        }
    }

    private int send(Nodes nodes, StudyFile study) {
        var sent = Submission.send(study, nodes.client(), !another);
        output.answer(
                ProtoJson.of(sent),
                "submitted "
                        + sent.getName()
                        + " as "
                        + sent.getStudy()
                        + "; follow it with: "
                        + new Hints(options).command("watch", sent.getStudy()));
        return 0;
    }

    private int toItsEnd(Nodes nodes, StudyFile study) {
        try (var stop = StopSignal.interruptingThisThread()) {
            var running = new StudyToItsEnd(this, nodes, stop);
            var ended = running.run(study, !another);
            if (ended.isEmpty()) return Watching.stopped(output, stop, running.whatIsLeft());
            Watching.showResult(output, ended.get());
            return Watching.exitCode(ended.get());
        }
    }
}
