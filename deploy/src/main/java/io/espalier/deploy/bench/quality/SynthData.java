package io.espalier.deploy.bench.quality;

import io.espalier.deploy.bench.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Rows of synthlm's worlds as a study's data sets. */
final class SynthData {
    private SynthData() {}

    /**
     * Writes {@code train.jsonl}, {@code val.jsonl} and {@code test.jsonl}, of {@linkplain
     * Checkout#flatRows flat rows}.
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
        if (!Files.isDirectory(raw)) {
            var sets =
                    "train=%d,val=%d,test=%d"
                            .formatted(sizes.train(), sizes.validation(), sizes.test());
            checkout.writeRows(python, run.world(), run.seed(), sets, raw);
        }
        var flat = raw.resolve(run.task().label());
        if (Files.isDirectory(flat)) return flat;
        Files.createDirectory(flat);
        for (var split : List.of("train", "val", "test")) {
            var file = raw.resolve(run.task().label() + "-" + split + ".jsonl");
            Files.write(flat.resolve(split + ".jsonl"), Checkout.flatRows(file));
        }
        return flat;
    }
}
