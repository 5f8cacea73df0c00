package io.espalier.deploy.bench.quality;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.bench.Checkout;
import io.espalier.signatures.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Rows of synthlm's worlds as a study's data sets. */
final class SynthData {
    private SynthData() {}

    /**
     * Writes {@code train.jsonl}, {@code val.jsonl} and {@code test.jsonl}: flat rows of inputs and
     * outputs, without the rules that a row turns on, which are the critic's.
     *
     * @return the folder with the files
     */
    static Path write(Checkout checkout, Path python, Path folder, Run run)
            throws IOException, InterruptedException {
        var sizes = run.sizes();
        var raw =
                folder.resolve(
                        "rows-%d-%d-%d-%d-%d"
                                .formatted(
                                        run.world(),
                                        run.seed(),
                                        sizes.train(),
                                        sizes.validation(),
                                        sizes.test()));
        if (!Files.isDirectory(raw)) make(checkout, python, raw, run);
        var flat = raw.resolve(run.task().label());
        if (Files.isDirectory(flat)) return flat;
        Files.createDirectory(flat);
        for (var split : List.of("train", "val", "test")) {
            var file = raw.resolve(run.task().label() + "-" + split + ".jsonl");
            try (var lines = Files.lines(file)) {
                var rows = lines.map(SynthData::flat).collect(Collectors.joining("\n", "", "\n"));
                Files.writeString(flat.resolve(split + ".jsonl"), rows);
            }
        }
        return flat;
    }

    private static void make(Checkout checkout, Path python, Path folder, Run run)
            throws IOException, InterruptedException {
        var sizes = run.sizes();
        var builder =
                new ProcessBuilder(
                                python.toString(),
                                "-m",
                                "synthlm.data",
                                "--world",
                                String.valueOf(run.world()),
                                "--seed",
                                String.valueOf(run.seed()),
                                "--sizes",
                                "train=%d,val=%d,test=%d"
                                        .formatted(sizes.train(), sizes.validation(), sizes.test()),
                                "--out",
                                folder.toString())
                        .inheritIO();
        checkout.offerSynthlm(builder);
        if (builder.start().waitFor() != 0) {
            throw CommandFailure.environment(
                    "NO_SYNTHLM", "synthlm wrote no data (its messages are above)");
        }
    }

    private static String flat(String line) {
        var row = Json.parse(line);
        var flat = ((ObjectNode) row.path("inputs").deepCopy());
        flat.setAll((ObjectNode) row.path("outputs"));
        return Json.write(flat);
    }
}
