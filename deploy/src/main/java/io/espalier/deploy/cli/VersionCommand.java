package io.espalier.deploy.cli;

import io.espalier.deploy.print.Output;
import io.espalier.signatures.json.Json;
import picocli.CommandLine.Command;

/** Says which build this is and on what it runs. */
@Command(name = "version", description = "Which build this is and on what it runs.")
final class VersionCommand extends EspalierSubcommand {
    VersionCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        var java = Runtime.version().toString();
        var system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        var node = Json.object();
        node.put("version", Version.text());
        node.put("java", java);
        node.put("system", system);
        output.answer(node, "espalier " + Version.text() + " on Java " + java + ", " + system);
        return 0;
    }
}
