package io.espalier.optimizers.spec;

import io.espalier.optimizers.spec.StudyReader.Reading;
import io.espalier.signatures.document.Documents;
import io.espalier.signatures.document.InvalidDocument;
import java.nio.file.Path;

/** Reads study files: relative paths are from the file's folder. */
public final class StudyFiles {
    private StudyFiles() {}

    /** A reader for studies whose paths start at {@code folder}. */
    public static StudyReader reader(Path folder, FramingResolver framing) {
        var base = folder.toAbsolutePath().normalize();
        return new StudyReader(
                CoreParts.in(base), new FileData(base), framing, ModelFolders.beside(base));
    }

    /** A reader for submissions, whose data sets are known by hash. */
    public static StudyReader submissions(DataResolver data) {
        return new StudyReader(
                CoreParts.submitted(), data, FramingResolver.NONE, ModelFolders.AS_GIVEN);
    }

    /** Reads a study file; one that is no YAML has that as its only violation. */
    public static Reading read(Path file, FramingResolver framing) {
        var folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null) throw new IllegalArgumentException(file + " is no file in a folder");
        try {
            return reader(folder, framing).tryRead(Documents.read(file));
        } catch (InvalidDocument e) {
            return new Reading(null, e.violations());
        }
    }
}
