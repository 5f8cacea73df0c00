package io.espalier.deploy.cli;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.node.EmbeddedNode;
import io.espalier.deploy.node.EmbeddedNode.Options;
import io.espalier.deploy.print.Output;
import io.espalier.signatures.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a node and stays until it is told to stop. */
@Command(
        name = "node",
        description = "A node that stays; prints 'ready' and its address once it takes commands.")
final class NodeCommand extends EspalierSubcommand {
    private static final int LARGEST_PORT = 65_535;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the API (default: one that the system picks).")
    int port;

    NodeCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        if (port < 0 || port > LARGEST_PORT) {
            throw CommandFailure.usage(
                    "USAGE", "--port " + port + " (expected: 1 to 65535, or 0 for any)");
        }
        if (options.server != null) {
            throw CommandFailure.usage(
                    "USAGE", "--server names a node that runs already; 'node' starts one here");
        }
        var given = new Options(port, true);
        EmbeddedNode.check(options.home(), given);
        var home = preparedHome();
        try (var stop = StopSignal.interruptingThisThread();
                var node = EmbeddedNode.start(home, given)) {
            long pid = ProcessHandle.current().pid();
            var ready = Json.object();
            ready.put("ready", true).put("address", node.address().toString());
            ready.put("home", home.folder().toString()).put("pid", pid);
            output.answer(
                    ready,
                    "ready at "
                            + node.address()
                            + "  (home "
                            + home.folder()
                            + ", process "
                            + pid
                            + "; Ctrl-C stops it)");
            stop.await();
            output.note("stopping; unfinished studies stay in the journal");
        }
        return 0;
    }
}
