package io.espalier.deploy.study;

import io.espalier.deploy.CommandFailure;
import io.espalier.optimizers.spec.FramingResolver;
import io.espalier.optimizers.spec.StudyFiles;
import io.espalier.optimizers.spec.StudySpec;
import io.espalier.signatures.document.Document;
import io.espalier.signatures.document.Documents;
import io.espalier.signatures.document.InvalidDocument;
import io.espalier.signatures.document.Violation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A study file that was read and checked whole on this machine.
 *
 * @param file as the user named it
 */
public record StudyFile(Path file, Document document, StudySpec spec) {
    private static final String INVALID = "INVALID_STUDY";

    /**
     * @throws CommandFailure with every fault of the file, each with its line
     */
    public static StudyFile read(Path file, FramingResolver framing) {
        return read(file, document(file, INVALID), framing);
    }

    /**
     * @param document the file's content, changed or not; relative paths start at the file's folder
     * @throws CommandFailure with every fault
     */
    public static StudyFile read(Path file, Document document, FramingResolver framing) {
        var folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null) throw CommandFailure.usage("NO_FILE", file + " is a folder");
        var reading = StudyFiles.reader(folder, framing).tryRead(document);
        if (reading.spec() == null) {
            throw CommandFailure.invalid(INVALID, file.toString(), reading.violations());
        }
        return new StudyFile(file, document, reading.spec());
    }

    /**
     * @param code of the failure where the text is no YAML
     */
    public static Document document(Path file, String code) {
        if (!Files.exists(file)) {
            throw CommandFailure.usage("NO_FILE", "there is no file " + file);
        }
        if (Files.isDirectory(file)) {
            throw CommandFailure.usage(
                    "NO_FILE", file + " is a folder (expected: a file, such as study.yaml in it)");
        }
        try {
            return Documents.read(file);
        } catch (InvalidDocument e) {
            throw CommandFailure.invalid(code, file.toString(), e);
        }
    }

    /** What a node found wrong, with the lines of this file. */
    CommandFailure refused(CommandFailure byNode) {
        if (byNode.violations().isEmpty()) return byNode;
        List<Violation> located =
                byNode.violations().stream()
                        .map(v -> new Violation(v.field(), document.line(v.field()), v.message()))
                        .toList();
        return CommandFailure.invalid(byNode.code(), file.toString(), located);
    }
}
