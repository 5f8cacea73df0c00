package io.espalier.deploy.cli;

import io.espalier.deploy.print.Output;
import io.espalier.signatures.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** One use of the command line, as a script sees it. */
record CommandLineUse(int code, String out, String err) {

    static CommandLineUse of(Object... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var words = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
        var code =
                CommandLineRunner.run(
                        new Output(stream(out), stream(err), false, false, 80), words);
        return new CommandLineUse(code, text(out), text(err));
    }

    /** The one object on standard output. */
    JsonNode json() {
        return Json.parse(out);
    }

    List<JsonNode> jsonLines() {
        return out.lines().map(Json::parse).toList();
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
