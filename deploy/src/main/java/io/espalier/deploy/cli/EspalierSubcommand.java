package io.espalier.deploy.cli;

import io.espalier.deploy.node.Home;
import io.espalier.deploy.node.LogFile;
import io.espalier.deploy.print.Output;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all commands share: the global options and where to write. */
abstract class EspalierSubcommand implements Callable<Integer> {
    final GlobalOptions options;
    final Output output;

    /** Answered by the parser, before it asks for what is missing. */
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "What this command takes.")
    boolean help;

    EspalierSubcommand(GlobalOptions options, Output output) {
        this.options = options;
        this.output = output;
    }

    /** Commands under this one that have options of their own. */
    List<EspalierSubcommand> parts() {
        return List.of();
    }

    @Override
    public final Integer call() {
        return run();
    }

    /**
     * @return the exit code
     */
    abstract int run();

    /** The home folder, made where it is missing, with the log open in it. */
    final Home preparedHome() {
        var home = options.home();
        home.prepare();
        LogFile.open(home.log(), options.verbose);
        return home;
    }
}
