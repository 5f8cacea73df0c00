package io.espalier.deploy.cli;

import io.espalier.deploy.client.NodeClient;
import io.espalier.deploy.print.ProtoJson;
import io.espalier.v1.Study;
import java.util.function.Function;

/** A study that goes on from what is recorded: told to, and followed to its end if so asked. */
final class ContinuedStudy {
    private final EspalierSubcommand command;
    private final Function<NodeClient, Study> start;

    /**
     * @param start tells the node, and returns the study that goes on
     */
    ContinuedStudy(EspalierSubcommand command, Function<NodeClient, Study> start) {
        this.command = command;
        this.start = start;
    }

    /**
     * @param what happened to it, such as {@code tickets queued}
     * @return the exit code
     */
    int leave(Function<Study, String> what) {
        try (var nodes = Nodes.toRead(command)) {
            var study = start.apply(nodes.client());
            command.output.answer(ProtoJson.of(study), what.apply(study) + nodes.whoTakesUp(study));
            return 0;
        }
    }

    /** Works on it where no node does. */
    int follow(Function<Study, String> what) {
        var output = command.output;
        try (var stop = StopSignal.interruptingThisThread();
                var nodes = Nodes.toWork(command)) {
            var study = start.apply(nodes.client());
            output.note(what.apply(study));
            var id = study.getStudy();
            var ended = Watching.toItsEnd(nodes.client(), id, 0, output, output.err(), stop);
            if (ended.isEmpty()) {
                var left = new StudyToItsEnd(command, nodes, stop).whatIsLeft("resume", id);
                return Watching.stopped(output, stop, left);
            }
            Watching.showResult(output, ended.get());
            return Watching.exitCode(ended.get());
        }
    }
}
