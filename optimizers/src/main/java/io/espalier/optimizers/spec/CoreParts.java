package io.espalier.optimizers.spec;

import io.espalier.optimizers.catalog.Faults;
import io.espalier.signatures.document.Document;
import io.espalier.signatures.document.Documents;
import io.espalier.signatures.document.InvalidDocument;
import io.espalier.signatures.document.Section;
import io.espalier.signatures.document.Violation;
import io.espalier.signatures.document.Violations;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.metric.Metric;
import io.espalier.signatures.metric.MetricReader;
import io.espalier.signatures.model.Price;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramReader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Programs and metrics of the core, their files found from the study file's folder. */
public final class CoreParts implements StudyParts {
    private final @Nullable Path folder;

    private CoreParts(@Nullable Path folder) {
        this.folder = folder;
    }

    public static CoreParts in(Path folder) {
        return new CoreParts(folder.toAbsolutePath().normalize());
    }

    /** Of a submission: there is no folder, so programs must be inline. */
    public static CoreParts submitted() {
        return new CoreParts(null);
    }

    @Override
    public @Nullable ProgramDefinition program(JsonNode node, String field, Faults faults) {
        if (!node.isString()) return inline(located(node), field, faults);
        var name = node.stringValue();
        if (folder == null) {
            faults.add(field, "'" + name + "' is a path; give the program itself");
            return null;
        }
        Document file;
        try {
            file = Documents.read(folder.resolve(name));
        } catch (InvalidDocument e) {
            e.violations().forEach(v -> faults.add(field, located(name, v)));
            return null;
        }
        var violations = new Violations(file);
        var program = ProgramReader.read(new Section(located(file.root()), "", violations));
        violations.all().forEach(v -> faults.add(field, located(name, v)));
        return violations.count() == 0 ? program : null;
    }

    private static @Nullable ProgramDefinition inline(JsonNode node, String field, Faults faults) {
        var violations = new Violations(Document.withoutLines(node));
        var program = ProgramReader.read(new Section(node, field, violations));
        violations.all().forEach(v -> faults.add(v.field(), v.message()));
        return violations.count() == 0 ? program : null;
    }

    /** A Java program's jar, independent of the study file's place. */
    private JsonNode located(JsonNode node) {
        if (folder == null || !node.path("jar").isString()) return node;
        var copy = (ObjectNode) node.deepCopy();
        copy.put("jar", folder.resolve(node.path("jar").stringValue()).toString());
        return copy;
    }

    private static String located(String file, Violation fault) {
        var line = fault.line() == null ? "" : ", line " + fault.line();
        var at = fault.field().isEmpty() || fault.field().equals(".") ? "" : fault.field() + " ";
        return file + line + ": " + at + fault.message();
    }

    @Override
    public @Nullable Metric metric(
            JsonNode node,
            String field,
            @Nullable ProgramDefinition program,
            Price price,
            Faults faults) {
        var parent = Json.object();
        parent.set(field, node);
        var violations = new Violations(Document.withoutLines(parent));
        var metric =
                MetricReader.read(
                        new Section(parent, "", violations),
                        field,
                        program == null ? null : program.signature(),
                        folder == null ? "." : folder.toString(),
                        price);
        violations.all().forEach(v -> faults.add(v.field(), v.message()));
        return violations.count() == 0 && program != null ? metric : null;
    }
}
