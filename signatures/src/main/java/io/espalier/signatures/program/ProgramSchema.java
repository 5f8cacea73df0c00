package io.espalier.signatures.program;

import static io.espalier.signatures.document.Shapes.address;
import static io.espalier.signatures.document.Shapes.anything;
import static io.espalier.signatures.document.Shapes.either;
import static io.espalier.signatures.document.Shapes.flag;
import static io.espalier.signatures.document.Shapes.list;
import static io.espalier.signatures.document.Shapes.map;
import static io.espalier.signatures.document.Shapes.object;
import static io.espalier.signatures.document.Shapes.oneOf;
import static io.espalier.signatures.document.Shapes.require;
import static io.espalier.signatures.document.Shapes.text;
import static io.espalier.signatures.document.Shapes.with;

import tools.jackson.databind.node.ObjectNode;

/** The JSON Schema of what {@link ProgramReader} reads. */
public final class ProgramSchema {
    private ProgramSchema() {}

    public static ObjectNode create() {
        return either(single(), steps(), java());
    }

    private static ObjectNode single() {
        return with(signed(object()), "module", oneOf(ProgramReader.MODULES));
    }

    private static ObjectNode steps() {
        var step = either(call(), use(), retrieve());
        return require(signed(object()), "steps", list(step, 1));
    }

    private static ObjectNode java() {
        var java = require(object(), "java", text());
        return with(with(java, "jar", text()), "sha256", text());
    }

    private static ObjectNode signed(ObjectNode object) {
        var details = with(with(object(), "description", text()), "private", flag());
        require(object, "signature", text());
        with(object, "instruction", text());
        return with(object, "fields", map(either(text(), details)));
    }

    private static ObjectNode call() {
        var call = with(signed(step()), "module", oneOf(ProgramReader.MODULES));
        return with(call, "with", map(anything()));
    }

    private static ObjectNode use() {
        return with(require(step(), "use", text()), "with", map(anything()));
    }

    private static ObjectNode retrieve() {
        var details = require(require(object(), "http", address()), "query", anything());
        return require(step(), "retrieve", details);
    }

    private static ObjectNode step() {
        return require(object(), "id", text());
    }
}
