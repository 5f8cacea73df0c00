package io.espalier.deploy.cli;

import io.espalier.deploy.study.StudyFile;
import io.espalier.deploy.study.Submission;
import io.espalier.v1.Study;
import java.util.Optional;

/**
 * One study from its submission to its end, on a node of the command's own or on one that runs
 * already.
 */
final class StudyToItsEnd {
    private final EspalierSubcommand command;
    private final Nodes nodes;
    private final StopSignal stop;

    StudyToItsEnd(EspalierSubcommand command, Nodes nodes, StopSignal stop) {
        this.command = command;
        this.nodes = nodes;
        this.stop = stop;
    }

    /**
     * @return the study as it ended; nothing after a signal to stop
     */
    Optional<Study> run(StudyFile file, boolean continueUnfinished) {
        var output = command.output;
        var client = nodes.client();
        if (stop.received()) return Optional.empty();
        var study = Submission.send(file, client, continueUnfinished);
        output.note(
                study.getName()
                        + "  "
                        + study.getOptimizer()
                        + "  seed "
                        + study.getSeed()
                        + "  study "
                        + study.getStudy()
                        + (nodes.isOwn() ? "" : "  on the node at " + client.node()));
        return Watching.toItsEnd(client, study.getStudy(), 0, output, output.err(), stop);
    }

    /**
     * What happens to a study whose command was told to stop.
     *
     * @param again the words of the command that continues it
     */
    String whatIsLeft(String... again) {
        var hints = new Hints(command.options);
        return nodes.isOwn()
                ? "stopped; the study is unfinished in the journal and no finished job is lost."
                        + " Continue it with: "
                        + hints.command(again)
                : "the node at "
                        + nodes.client().node()
                        + " goes on with the study; watch it with the same command or stop it with 'espalier cancel'";
    }
}
