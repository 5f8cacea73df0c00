package io.espalier.deploy.cli;

import io.espalier.deploy.print.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Follows a study's events to its end. */
@Command(name = "watch", description = "A study's events as they come, to its end.")
final class WatchCommand extends EspalierSubcommand {
    @Parameters(
            paramLabel = "STUDY",
            description = "An id, the beginning of one, or a study's name for its newest.")
    String study = "";

    @Option(
            names = "--after",
            paramLabel = "NUMBER",
            description = "Start after this event (default: all).")
    long after;

    WatchCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        try (var nodes = Nodes.running(this);
                var stop = StopSignal.interruptingThisThread()) {
            var id = nodes.client().get(study).getStudy();
            var ended = Watching.toItsEnd(nodes.client(), id, after, output, output.out(), stop);
            if (ended.isEmpty()) {
                return Watching.stopped(
                        output,
                        stop,
                        "the study goes on; watch it again with: "
                                + new Hints(options).command("watch", id));
            }
            Watching.showResult(output, ended.get());
            return Watching.exitCode(ended.get());
        }
    }
}
