package io.espalier.deploy.cli;

import io.espalier.deploy.print.Output;
import io.espalier.deploy.study.ProgramFile;
import io.espalier.deploy.study.StudyFile;
import io.espalier.optimizers.spec.FramingResolver;
import io.espalier.signatures.Field;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.Predictor;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Names every fault of a study or program file; starts nothing. */
@Command(
        name = "validate",
        description = "Every fault of a study or program file, with its line; starts nothing.")
final class ValidateCommand extends EspalierSubcommand {
    @Parameters(paramLabel = "FILE", description = "A study file or a program file.")
    Path file = Path.of("");

    ValidateCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        var document = StudyFile.document(file, "INVALID_STUDY");
        if (ProgramFile.is(document)) program(ProgramFile.read(file, document));
        else study(StudyFile.read(file, document, FramingResolver.INSTALLED));
        return 0;
    }

    private void study(StudyFile study) {
        var spec = study.spec();
        var parts = spec.data().parts(spec.seed());
        var test = spec.data().test();
        int tested = test == null ? 0 : test.examples().size();
        var node = Json.object();
        node.put("valid", true).put("kind", "study").put("file", file.toString());
        node.put("name", spec.name()).put("optimizer", spec.optimizer().name());
        node.put("hash", spec.hash());
        node.putObject("examples")
                .put("train", parts.training().size())
                .put("validation", parts.validation().size())
                .put("test", tested);
        output.answer(
                node,
                file
                        + ": a valid study '"
                        + spec.name()
                        + "': "
                        + spec.optimizer().name()
                        + " over "
                        + parts.training().size()
                        + " examples, "
                        + parts.validation().size()
                        + " for validation, "
                        + tested
                        + " for the test");
    }

    private void program(ProgramFile read) {
        var program = read.program();
        var signature =
                names(program.signature().inputs()) + " -> " + names(program.signature().outputs());
        var node = Json.object();
        node.put("valid", true).put("kind", "program").put("file", file.toString());
        node.put("signature", signature);
        var paths = program.predictors().stream().map(Predictor::path).toList();
        node.set("predictors", Json.tree(paths));
        output.answer(
                node,
                file
                        + ": a valid program, "
                        + signature
                        + ", predictors: "
                        + String.join(", ", paths));
    }

    private static String names(List<Field> fields) {
        return fields.stream().map(Field::name).collect(Collectors.joining(", "));
    }
}
