package io.espalier.deploy.cli;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.CommandFailure.Exit;
import io.espalier.deploy.client.NodeClient;
import io.espalier.deploy.print.Output;
import io.espalier.deploy.print.ProtoJson;
import io.espalier.deploy.print.StudyText;
import io.espalier.deploy.print.StudyWatcher;
import io.espalier.v1.Study;
import io.espalier.v1.StudyState;
import java.io.PrintStream;
import java.util.Optional;

/** Shows a study's events until it ends, then its result. */
final class Watching {
    private Watching() {}

    /**
     * @param events where the events go with {@code --json}
     * @return the study as it ended; nothing after a signal to stop
     */
    static Optional<Study> toItsEnd(
            NodeClient client,
            String study,
            long after,
            Output output,
            PrintStream events,
            StopSignal stop) {
        var watcher = new StudyWatcher(output, events);
        try {
            if (!stop.received()) client.watch(study, after, watcher::show);
            return stop.received() ? Optional.empty() : Optional.of(ended(client, study));
        } catch (CommandFailure e) {
            if (stop.received()) return Optional.empty();
            throw e;
        } finally {
            watcher.closeLine();
        }
    }

    private static Study ended(NodeClient client, String study) {
        var found = client.get(study);
        if (StudyText.hasEnded(found.getState())) return found;
        throw CommandFailure.environment(
                "NODE_STOPPED",
                "the node at "
                        + client.node()
                        + " ended its events before the study ended; it is "
                        + StudyText.state(found.getState())
                        + ", and a node that starts again takes it up");
    }

    static void showResult(Output output, Study study) {
        output.answer(ProtoJson.of(study), "\n" + StudyText.result(study));
    }

    /**
     * @return 0 for a finished study; 3 for one that failed by its surroundings (endpoint, key,
     *     machine) more than by its own parts; else 1
     */
    static int exitCode(Study study) {
        if (study.getState() == StudyState.FINISHED) return 0;
        var errors = study.getErrors();
        boolean surroundings =
                errors.getProvider() + errors.getMachine() > errors.getMetric() + errors.getData();
        return study.getState() == StudyState.FAILED && surroundings
                ? Exit.ENVIRONMENT.code()
                : Exit.FAILED.code();
    }

    /** Ends a command that was told to stop while the study was under way. */
    static int stopped(Output output, StopSignal stop, String sentence) {
        if (output.json()) {
            ErrorText.show(output, "INTERRUPTED", sentence, null, java.util.List.of());
        } else {
            output.err().println("espalier: " + sentence);
        }
        return stop.exitCode();
    }
}
