package io.espalier.deploy.cli;

import io.espalier.deploy.client.NodeClient;
import io.espalier.deploy.print.Output;
import io.espalier.deploy.print.ProtoJson;
import io.espalier.deploy.print.StudyText;
import io.espalier.v1.Study;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Commands that change a study's state and show it as it is then. */
abstract sealed class StudyChangeCommand extends EspalierSubcommand {
    @Parameters(
            paramLabel = "STUDY",
            description = "An id, the beginning of one, or a study's name for its newest.")
    String study = "";

    private final BiFunction<NodeClient, String, Study> change;

    StudyChangeCommand(
            GlobalOptions options, Output output, BiFunction<NodeClient, String, Study> change) {
        super(options, output);
        this.change = change;
    }

    @Override
    final int run() {
        try (var nodes = Nodes.toRead(this)) {
            var changed = change.apply(nodes.client(), study);
            output.answer(
                    ProtoJson.of(changed),
                    changed.getName()
                            + " "
                            + StudyText.state(changed.getState())
                            + nodes.whoTakesUp(changed));
            return 0;
        }
    }

    @Command(name = "pause", description = "Dispatches nothing more until resumed.")
    static final class Pause extends StudyChangeCommand {
        Pause(GlobalOptions options, Output output) {
            super(options, output, NodeClient::pause);
        }
    }

    @Command(
            name = "cancel",
            description = "Ends a study for good; what it learned so far is kept.")
    static final class Cancel extends StudyChangeCommand {
        Cancel(GlobalOptions options, Output output) {
            super(options, output, NodeClient::cancel);
        }
    }
}
