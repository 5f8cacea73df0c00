package io.espalier.deploy.study;

import io.espalier.deploy.CommandFailure;
import io.espalier.signatures.document.Document;
import io.espalier.signatures.document.Section;
import io.espalier.signatures.document.Violations;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramReader;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A program file that was read and checked whole on this machine. */
public record ProgramFile(Path file, ProgramDefinition program) {
    /** Members that a program has at its top and a study has not. */
    private static final List<String> OWN = List.of("signature", "steps", "module", "java");

    /**
     * @throws CommandFailure with every fault of the file, each with its line
     */
    public static ProgramFile read(Path file) {
        return read(file, StudyFile.document(file, "INVALID_PROGRAM"));
    }

    public static ProgramFile read(Path file, Document document) {
        var violations = new Violations(document);
        var program = ProgramReader.read(new Section(located(file, document), "", violations));
        if (program == null || violations.count() > 0) {
            throw CommandFailure.invalid("INVALID_PROGRAM", file.toString(), violations.all());
        }
        return new ProgramFile(file, program);
    }

    /** Whether a document looks like a program rather than a study. */
    public static boolean is(Document document) {
        var root = document.root();
        return !root.has("program") && OWN.stream().anyMatch(root::has);
    }

    /** A Java program's jar is named from the file's folder. */
    private static JsonNode located(Path file, Document document) {
        var jar = document.root().path("jar");
        if (!jar.isString()) return document.root();
        var copy = (ObjectNode) document.root().deepCopy();
        var path = file.toAbsolutePath().resolveSibling(jar.stringValue()).normalize();
        return copy.put("jar", path.toString());
    }
}
