package io.espalier.deploy.cli;

import io.espalier.deploy.print.ComparisonTable;
import io.espalier.deploy.print.Output;
import io.espalier.deploy.print.ProtoJson;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows studies side by side. */
@Command(
        name = "compare",
        description =
                "Studies side by side: scores, costs, and how their results differ on the validation"
                        + " examples that they share.")
final class CompareCommand extends EspalierSubcommand {
    @Parameters(
            paramLabel = "STUDY",
            arity = "2..*",
            description =
                    "Ids, beginnings of ids, or studies' names for their newest; each is compared"
                            + " with the first.")
    List<String> studies = new ArrayList<>();

    CompareCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        try (var nodes = Nodes.toRead(this)) {
            var comparison = nodes.client().compare(studies);
            output.answer(ProtoJson.of(comparison), ComparisonTable.of(comparison));
            return 0;
        }
    }
}
