package io.espalier.optimizers.spec;

import io.espalier.optimizers.catalog.Faults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds a model's folder. */
@FunctionalInterface
public interface ModelFolders {
    /** Of submissions: the folder is on the workers, so only they can look at it. */
    ModelFolders AS_GIVEN = (path, field, faults) -> path;

    /**
     * @return the path, independent of the study file's place
     */
    String find(String path, String field, Faults faults);

    /** Folders beside a study file; one that is here must be whole. */
    static ModelFolders beside(Path base) {
        return (path, field, faults) -> {
            var folder = base.resolve(path).normalize();
            if (!Files.isDirectory(folder)) {
                faults.add(field, "there is no folder " + folder);
            } else {
                for (var file : List.of("config.json", "tokenizer.json")) {
                    if (Files.isRegularFile(folder.resolve(file))) continue;
                    faults.add(
                            field,
                            folder
                                    + " has no "
                                    + file
                                    + "; a model folder needs config.json, tokenizer.json and the"
                                    + " ONNX model");
                }
            }
            return folder.toString();
        };
    }
}
