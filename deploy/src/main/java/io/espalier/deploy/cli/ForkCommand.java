package io.espalier.deploy.cli;

import io.espalier.coordinator.wire.Structs;
import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.client.NodeClient;
import io.espalier.deploy.print.Output;
import io.espalier.deploy.study.StudyFile;
import io.espalier.deploy.study.Submission;
import io.espalier.optimizers.spec.FramingResolver;
import io.espalier.signatures.document.Documents;
import io.espalier.signatures.document.InvalidDocument;
import io.espalier.v1.ForkStudyRequest;
import io.espalier.v1.SpecChange;
import io.espalier.v1.Study;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A new study that starts from all results of another one. */
@Command(
        name = "fork",
        description = "A new study from another's specification, which gets all its results free.")
final class ForkCommand extends EspalierSubcommand {
    @Parameters(
            paramLabel = "STUDY",
            description = "An id, the beginning of one, or a study's name for its newest.")
    String study = "";

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description =
                    "Change a member of the specification, such as budget.metric-calls=2000,"
                            + " optimizer.effort=medium or seed=8; without a value it is taken out."
                            + " May be given often.")
    List<String> changes = new ArrayList<>();

    @Option(
            names = "--study",
            paramLabel = "STUDY.yaml",
            description = "A study file in place of the other's specification.")
    @Nullable Path file;

    @Option(names = "--watch", description = "Follow it to its end, working on it if no node does.")
    boolean watch;

    ForkCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        var request = ForkStudyRequest.newBuilder().setStudy(study);
        changes.forEach(change -> request.addChanges(change(change)));
        var replacement = file == null ? null : StudyFile.read(file, FramingResolver.INSTALLED);
        var forked = new ContinuedStudy(this, client -> fork(client, request, replacement));
        return watch ? forked.follow(this::text) : forked.leave(this::text);
    }

    private static Study fork(
            NodeClient client, ForkStudyRequest.Builder request, @Nullable StudyFile replacement) {
        return replacement == null
                ? client.fork(request)
                : Submission.fork(replacement, client, request);
    }

    private String text(Study forked) {
        var text =
                "forked "
                        + forked.getForkedFrom()
                        + " as "
                        + forked.getStudy()
                        + "  "
                        + forked.getName()
                        + "  "
                        + forked.getOptimizer()
                        + "  seed "
                        + forked.getSeed();
        return watch
                ? text
                : text
                        + "; follow it with: "
                        + new Hints(options).command("watch", forked.getStudy());
    }

    private static SpecChange change(String text) {
        int at = text.indexOf('=');
        if (at < 1) {
            throw CommandFailure.usage(
                    "USAGE", "--set " + text + ": expected PATH=VALUE, such as seed=8");
        }
        var value = value(text.substring(at + 1));
        return SpecChange.newBuilder()
                .setPath(text.substring(0, at))
                .setValue(Structs.value(value))
                .build();
    }

    /** As a study file would have it. */
    private static JsonNode value(String text) {
        if (text.isBlank()) return JsonNodeFactory.instance.nullNode();
        try {
            return Documents.parse(text).root();
        } catch (InvalidDocument e) {
            throw CommandFailure.usage(
                    "USAGE", "--set: '" + text + "' is no value: " + e.getMessage());
        }
    }
}
