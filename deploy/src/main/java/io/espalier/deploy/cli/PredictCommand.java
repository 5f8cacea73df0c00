package io.espalier.deploy.cli;

import com.google.protobuf.Struct;
import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.CommandFailure.Exit;
import io.espalier.deploy.print.Output;
import io.espalier.deploy.print.PredictionText;
import io.espalier.deploy.print.ProtoJson;
import io.espalier.signatures.document.Violation;
import io.espalier.signatures.json.Json;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs an optimized program on inputs. */
@Command(name = "predict", description = "Runs a release, or a study's result, on inputs.")
final class PredictCommand extends EspalierSubcommand {
    /** Inputs that travel in one call: small enough for a message, large enough for a batch. */
    private static final int BATCH = 200;

    @Parameters(
            paramLabel = "RELEASE-OR-STUDY",
            description = "A release (name, name@3, name@latest) or a study's id.")
    String program = "";

    @ArgGroup(multiplicity = "1")
    Inputs inputs = new Inputs();

    /** One or the other. */
    static final class Inputs {
        @Option(
                names = "--input",
                paramLabel = "JSON",
                description = "An object of the program's input fields; may be repeated.")
        List<String> objects = List.of();

        @Option(
                names = "--inputs",
                paramLabel = "FILE.jsonl",
                description = "One such object a line.")
        @Nullable Path file;
    }

    PredictCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        var file = inputs.file;
        var all = file == null ? PredictInputs.given(inputs.objects) : PredictInputs.read(file);
        int failed = 0;
        try (var nodes = Nodes.toRead(this)) {
            if (file == null && all.size() == 1) return one(nodes, all);
            for (int from = 0; from < all.size(); from += BATCH) {
                var some = all.subList(from, Math.min(from + BATCH, all.size()));
                failed += predict(nodes, some, all.size() > 1);
            }
        }
        if (failed > 0 && !output.json()) {
            throw CommandFailure.failed(
                    "PREDICTION_FAILED", failed + " of " + all.size() + " inputs have no answer");
        }
        return failed == 0 ? 0 : Exit.FAILED.code();
    }

    /** A single input: its failure is the command's. */
    private int one(Nodes nodes, List<Struct> input) {
        var answer = nodes.client().predict(program, input);
        var prediction = answer.getPredictions(0);
        var error = prediction.getError();
        if (PredictionText.isInvalidInput(prediction)) {
            throw CommandFailure.invalid(
                    "INVALID_INPUT", "--input", List.of(new Violation("", null, error)));
        }
        if (!error.isEmpty()) throw CommandFailure.failed("PREDICTION_FAILED", error);
        output.answer(
                PredictionText.json(prediction, answer.getRelease()),
                PredictionText.of(prediction));
        return 0;
    }

    private int predict(Nodes nodes, List<Struct> some, boolean many) {
        var answer = nodes.client().predict(program, some);
        int failed = 0;
        for (int i = 0; i < answer.getPredictionsCount(); i++) {
            var prediction = answer.getPredictions(i);
            if (!prediction.getError().isEmpty()) failed++;
            if (output.json()) {
                var node = PredictionText.json(prediction, answer.getRelease());
                output.out().println(Json.write(node));
            } else {
                if (many) output.note(Json.write(ProtoJson.of(some.get(i))));
                output.note(PredictionText.of(prediction));
            }
        }
        output.out().flush();
        return failed;
    }
}
