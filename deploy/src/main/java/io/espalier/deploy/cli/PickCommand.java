package io.espalier.deploy.cli;

import io.espalier.deploy.print.Output;
import io.espalier.deploy.print.ProtoJson;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a release of any candidate. */
@Command(
        name = "pick",
        description =
                "Makes a release of any candidate of a study: one of its front, or of show STUDY"
                        + " --candidates.")
final class PickCommand extends EspalierSubcommand {
    @Parameters(
            index = "0",
            paramLabel = "STUDY",
            description = "An id, the beginning of one, or a study's name for its newest.")
    String study = "";

    @Parameters(
            index = "1..*",
            paramLabel = "CANDIDATE",
            arity = "1..*",
            description =
                    "The candidate's label, such as seed 3; unoptimized is the program as it was.")
    List<String> candidate = new ArrayList<>();

    PickCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        var label = String.join(" ", candidate);
        try (var nodes = Nodes.toRead(this)) {
            var release = nodes.client().pick(study, label);
            output.answer(ProtoJson.of(release), text(release.getRelease(), label));
            return 0;
        }
    }

    private String text(String release, String label) {
        var hints = new Hints(options);
        return release
                + "  is the candidate '"
                + label
                + "'\n\nnext\n"
                + Hints.table(
                        List.of(
                                List.of(
                                        hints.command("predict", release, "--input", "{...}"),
                                        "its answers"),
                                List.of(
                                        hints.command("export", release, "--dspy", "program.json"),
                                        "the same program in DSPy")));
    }
}
