package io.espalier.deploy.cli;

import io.espalier.deploy.print.CandidatesText;
import io.espalier.deploy.print.Output;
import io.espalier.deploy.print.ProgramText;
import io.espalier.deploy.print.ProtoJson;
import io.espalier.deploy.print.StudyText;
import io.espalier.v1.OptimizedProgram;
import io.espalier.v1.StudyState;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows one study: scores before and after, lineage, what changed, the prompt as the model sees it.
 */
@Command(
        name = "show",
        description =
                "Scores before and after, lineage, what changed, and the prompt as the model sees it.")
final class ShowCommand extends EspalierSubcommand {
    @Parameters(
            paramLabel = "STUDY",
            description = "An id, the beginning of one, or a study's name for its newest.")
    String study = "";

    @Option(
            names = "--candidates",
            description = "All candidates with their scores, parents and costs.")
    boolean candidates;

    ShowCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        try (var nodes = Nodes.toRead(this)) {
            var found = nodes.client().get(study);
            var program =
                    found.getState() == StudyState.FINISHED
                            ? Optional.of(nodes.client().program(found.getStudy()))
                            : Optional.<OptimizedProgram>empty();
            var node = (ObjectNode) ProtoJson.of(found);
            program.ifPresent(p -> node.set("program", ProtoJson.of(p)));
            if (candidates || output.json()) {
                var all = nodes.client().candidates(found.getStudy());
                var list = node.putArray("candidates");
                all.forEach(candidate -> list.add(ProtoJson.of(candidate)));
                output.answer(node, StudyText.result(found) + CandidatesText.of(all));
                return 0;
            }
            output.answer(node, StudyText.result(found) + program.map(ProgramText::of).orElse(""));
            return 0;
        }
    }
}
