package io.espalier.deploy.cli;

import io.espalier.coordinator.wire.Structs;
import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.print.Output;
import io.espalier.deploy.study.ProgramFile;
import io.espalier.signatures.document.FileProblem;
import io.espalier.signatures.dspy.DspyException;
import io.espalier.signatures.dspy.DspyFraming;
import io.espalier.signatures.dspy.DspyState;
import io.espalier.signatures.json.Json;
import io.espalier.v1.ImportProgramRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Takes over what DSPy learned, as a release. */
@Command(
        name = "import",
        description = "Puts a state that DSPy saved onto a program and keeps it as a release.")
final class ImportCommand extends EspalierSubcommand {
    /** Whose sentences stand around the prompt's structure. */
    enum Words {
        espalier,
        dspy
    }

    @Option(
            names = "--dspy",
            paramLabel = "FILE",
            required = true,
            description = "What DSPy's program.save(FILE) wrote: JSON, the state alone.")
    Path saved = Path.of("");

    @Option(
            names = "--program",
            paramLabel = "FILE",
            required = true,
            description = "The same program as a program file of Espalier's.")
    Path program = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The release's name (default: the program file's).")
    @Nullable String name;

    @Option(
            names = "--adapter",
            paramLabel = "KIND",
            description = "chat (the default), json or xml: the one that DSPy used.")
    String adapter = "chat";

    @Option(
            names = "--framing",
            paramLabel = "NAME",
            description =
                    "dspy: the prompts stay DSPy's to the byte, read from your installed DSPy; espalier: our sentences (the default).")
    Words framing = Words.espalier;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description =
                    "embedded (the default), or an object as for models.task of a study file.")
    String model = "embedded";

    ImportCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        var read = ProgramFile.read(program);
        var state = state(read);
        var request =
                ImportProgramRequest.newBuilder()
                        .setName(releaseName())
                        .setProgram(Structs.struct(read.program().document()))
                        .setState(Structs.struct(state.state().toJson()))
                        .setAdapter(adapter)
                        .putModels("task", Structs.value(model()));
        if (framing == Words.dspy) request.setFraming(Structs.struct(dspysWords()));
        try (var nodes = Nodes.toKeep(this)) {
            var release = nodes.client().importProgram(request.build());
            var node = Json.object().put("release", release.getRelease());
            node.put("framing", framing.name()).put("adapter", adapter);
            node.set("notes", Json.tree(state.notes()));
            state.notes().forEach(output::note);
            output.answer(node, text(release.getRelease()));
            return 0;
        }
    }

    private String text(String release) {
        var hint =
                framing == Words.dspy
                        ? ""
                        : "\n  its prompts have Espalier's sentences; --framing dspy keeps DSPy's";
        return release + hint;
    }

    private DspyState.Import state(ProgramFile read) {
        try {
            return DspyState.read(read.program(), Json.parse(Files.readString(saved)));
        } catch (IOException e) {
            throw CommandFailure.usage(
                    "NO_FILE", "cannot read " + saved + ": " + FileProblem.of(e));
        } catch (DspyException | IllegalArgumentException e) {
            throw CommandFailure.usage("INVALID_STATE", saved + ": " + e.getMessage());
        }
    }

    private static JsonNode dspysWords() {
        try {
            return DspyFraming.read().toJson();
        } catch (DspyException e) {
            throw CommandFailure.environment("NO_DSPY", String.valueOf(e.getMessage()), e);
        }
    }

    private JsonNode model() {
        if (!model.strip().startsWith("{")) return Json.text(model);
        try {
            return Json.parse(model);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("USAGE", "--model: " + e.getMessage());
        }
    }

    private String releaseName() {
        if (name != null) return name;
        var file = String.valueOf(program.getFileName());
        var end = file.lastIndexOf('.');
        var plain = (end > 0 ? file.substring(0, end) : file).replaceAll("[^A-Za-z0-9._-]", "-");
        return plain.isEmpty() ? "imported" : plain;
    }
}
