package io.espalier.deploy.cli;

import io.espalier.deploy.client.NodeAddress;
import io.espalier.deploy.node.Home;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes, before or after its name. */
final class GlobalOptions {
    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description =
                    "One JSON object (or one a line) on standard output, all else on standard error.")
    boolean json;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Journal, models, releases (default: $ESPALIER_HOME, else ~/.espalier).")
    @Nullable Path home;

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            scope = ScopeType.INHERIT,
            description = "The node to talk to, in place of the one over the home folder.")
    @Nullable String server;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Log more to HOME/logs/espalier.log.")
    boolean verbose;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show stack traces of errors.")
    boolean debug;

    Home home() {
        return home == null ? Home.byDefault() : new Home(home);
    }

    @Nullable NodeAddress server() {
        return server == null ? null : NodeAddress.parse(server);
    }
}
