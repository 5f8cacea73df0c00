package io.espalier.deploy.print;

import io.espalier.signatures.json.Json;
import java.io.PrintStream;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Where a command writes. For people everything goes to standard output; with {@code --json} that
 * holds one object (or one object a line) and nothing else, and the rest goes to standard error.
 *
 * @param outTerminal standard output is a terminal, so a line may be overwritten
 * @param columns width of the terminal
 */
public record Output(
        PrintStream out, PrintStream err, boolean json, boolean outTerminal, int columns) {

    public Output withJson(boolean value) {
        return new Output(out, err, value, outTerminal, columns);
    }

    /** The command's answer, in the form that was asked for. */
    public void answer(JsonNode node, String text) {
        if (json) {
            out.println(Json.write(node));
        } else {
            out.print(text.endsWith("\n") || text.isEmpty() ? text : text + "\n");
        }
        out.flush();
    }

    /** For people; left out with {@code --json}, where every line is an object. */
    public void note(String text) {
        if (json) return;
        out.println(text);
        out.flush();
    }

    /** A terminal's or a pipe's output, as the launcher saw it. */
    public static Output ofProcess() {
        var terminal = System.getProperty("espalier.terminal", "");
        int columns;
        try {
            columns = Integer.parseInt(System.getProperty("espalier.columns", "80").strip());
        } catch (NumberFormatException e) {
            columns = 80;
        }
        return new Output(
                System.out,
                System.err,
                false,
                terminal.toLowerCase(Locale.ROOT).contains("out"),
                columns < 20 ? 80 : columns);
    }
}
