package io.espalier.deploy.doctor;

import io.espalier.signatures.model.ModelException;
import io.espalier.worker.onnx.Golden;
import io.espalier.worker.onnx.OnnxModel;
import io.espalier.worker.provider.ModelPlaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Loads the embedded model and has it answer a prompt whose answer is known. */
record EmbeddedModelCheck(ModelPlaces places) implements Check {
    private static final String NAME = "embedded model";
    private static final String REBUILD =
            "get the models folder back (git checkout models) and build again with ./espalier";

    @Override
    public List<Diagnosis> look() {
        if (!Files.isDirectory(places.embedded())) {
            return List.of(Diagnosis.bad(NAME, "there is no folder " + places.embedded(), REBUILD));
        }
        try (var model = OnnxModel.open(places.embedded())) {
            return List.of(answer(model, places.models().resolve("golden.jsonl")));
        } catch (ModelException | LinkageError e) {
            return List.of(Diagnosis.bad(NAME, String.valueOf(e.getMessage()), REBUILD));
        }
    }

    private static Diagnosis answer(OnnxModel model, Path file) {
        Golden golden;
        try {
            golden = Golden.read(file).getFirst();
        } catch (IOException | RuntimeException e) {
            return Diagnosis.warn(
                    NAME,
                    model.describe() + " loads; no known answers at " + file + " to compare with",
                    REBUILD);
        }
        var answer = golden.answer(model);
        return answer.equals(golden.output())
                ? Diagnosis.ok(NAME, model.describe() + ": loads and gives the known answer")
                : Diagnosis.bad(
                        NAME,
                        model.describe()
                                + " answers '"
                                + answer.strip()
                                + "' where '"
                                + golden.output().strip()
                                + "' is known",
                        REBUILD);
    }
}
