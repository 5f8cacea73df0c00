package io.espalier.deploy.cli;

import io.espalier.deploy.print.Output;
import io.espalier.optimizers.spec.StudySchema;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.ProgramSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schema of a file that users write, for their editors. */
@Command(name = "schema", description = "The JSON Schema of a study or program file, for editors.")
final class SchemaCommand extends EspalierSubcommand {
    /** The kinds of file that have a schema. */
    enum Kind {
        study,
        program
    }

    @Parameters(
            paramLabel = "study|program",
            arity = "0..1",
            defaultValue = "study",
            description = "Which kind of file (default: study).")
    Kind kind = Kind.study;

    SchemaCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        var schema =
                switch (kind) {
                    case study -> StudySchema.create();
                    case program -> program();
                };
        output.answer(
                schema, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(schema));
        return 0;
    }

    private static ObjectNode program() {
        var schema = Json.object();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Espalier program");
        ProgramSchema.create().properties().forEach(e -> schema.set(e.getKey(), e.getValue()));
        return schema;
    }
}
