package io.espalier.deploy.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The root of the command line. */
@Command(
        name = "espalier",
        description = "Optimizes language-model programs over a cluster.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        footer = "%nAnd './espalier test': the whole build with all its tests.",
        versionProvider = Version.class,
        usageHelpAutoWidth = true)
final class EspalierCommand {
    @Mixin GlobalOptions options = new GlobalOptions();
}
