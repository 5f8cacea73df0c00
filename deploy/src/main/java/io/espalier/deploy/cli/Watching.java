package io.espalier.deploy.cli;

import io.espalier.deploy.CommandFailure.Exit;
import io.espalier.deploy.client.NodeClient;
import io.espalier.deploy.print.Output;
import io.espalier.deploy.print.ProtoJson;
import io.espalier.deploy.print.StudyText;
import io.espalier.deploy.print.StudyWatcher;
import io.espalier.v1.StudyState;
import java.io.PrintStream;

/** Shows a study's events until it ends, then its result. */
final class Watching {
    private Watching() {}

    /**
     * @param events where the events go with {@code --json}
     * @return 0 for a finished study, 1 for one that failed or was cancelled
     */
    static int toItsEnd(
            NodeClient client, String study, long after, Output output, PrintStream events) {
        var watcher = new StudyWatcher(output, events);
        client.watch(study, after, watcher::show);
        watcher.closeLine();
        var result = client.get(study);
        output.answer(ProtoJson.of(result), "\n" + StudyText.result(result));
        return result.getState() == StudyState.FINISHED ? 0 : Exit.FAILED.code();
    }
}
