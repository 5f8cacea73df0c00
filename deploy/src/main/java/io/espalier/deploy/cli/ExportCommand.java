package io.espalier.deploy.cli;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.print.Output;
import io.espalier.deploy.print.ProtoJson;
import io.espalier.signatures.adapter.Framing;
import io.espalier.signatures.document.FileProblem;
import io.espalier.signatures.document.InvalidDocument;
import io.espalier.signatures.dspy.DspyException;
import io.espalier.signatures.dspy.DspyState;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.DeclaredNumbers;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramReader;
import io.espalier.signatures.program.ProgramState;
import io.espalier.v1.OptimizedProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes what a study learned in a form that others load. */
@Command(
        name = "export",
        description = "Writes a study's result, or a release, as a state that DSPy loads.")
final class ExportCommand extends EspalierSubcommand {
    @Parameters(
            paramLabel = "ID-OR-RELEASE",
            description = "A study's id, or a release (name, name@3, name@latest).")
    String program = "";

    @Option(
            names = "--dspy",
            paramLabel = "FILE",
            required = true,
            description = "Where to write the state that DSPy's program.load(FILE) takes.")
    Path file = Path.of("");

    ExportCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        try (var nodes = Nodes.toRead(this)) {
            var found = nodes.client().program(program);
            var export = export(found);
            write(export.file().toPrettyString() + "\n");
            var node = Json.object();
            node.put("file", file.toString()).put("format", "dspy");
            node.put("study", found.getStudy()).put("release", found.getRelease());
            node.set("notes", Json.tree(export.notes()));
            export.notes().forEach(output::note);
            output.answer(
                    node,
                    "wrote "
                            + file
                            + "; in Python: program.load(\""
                            + file
                            + "\") on a program of the same predictors");
            return 0;
        }
    }

    private static DspyState.Export export(OptimizedProgram found) {
        var definition = definition(found);
        var state =
                DeclaredNumbers.restored(
                        definition, ProgramState.of(ProtoJson.of(found.getState())));
        var framing =
                found.hasFraming() ? Framing.of(ProtoJson.of(found.getFraming())) : Framing.DEFAULT;
        try {
            return DspyState.export(definition, state, framing);
        } catch (DspyException e) {
            throw CommandFailure.failed("CANNOT_EXPORT", String.valueOf(e.getMessage()));
        }
    }

    /** A program of a jar can only be read where the jar is. */
    private static ProgramDefinition definition(OptimizedProgram found) {
        try {
            return ProgramReader.read(ProtoJson.of(found.getProgram()));
        } catch (InvalidDocument e) {
            throw CommandFailure.invalid("INVALID_PROGRAM", "the program", e);
        }
    }

    private void write(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw CommandFailure.environment(
                    "CANNOT_WRITE", "cannot write " + file + ": " + FileProblem.of(e), e);
        }
    }
}
