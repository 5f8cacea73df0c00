package io.espalier.deploy.cli;

import io.espalier.deploy.print.Output;
import io.espalier.deploy.print.ProtoJson;
import io.espalier.deploy.print.StudyText;
import io.espalier.signatures.json.Json;
import io.espalier.v1.Study;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists studies, newest first. */
@Command(name = "list", description = "All studies, newest first.")
final class ListCommand extends EspalierSubcommand {
    ListCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        if (Nodes.hasNoJournal(this)) return show(List.of());
        try (var nodes = Nodes.toRead(this)) {
            return show(nodes.client().list());
        }
    }

    private int show(List<Study> studies) {
        if (output.json()) {
            studies.forEach(study -> output.out().println(Json.write(ProtoJson.of(study))));
            output.out().flush();
        } else {
            output.note(StudyText.table(studies).stripTrailing());
        }
        return 0;
    }
}
