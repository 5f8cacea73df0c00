package io.espalier.deploy.cli;

import java.util.List;
import java.util.stream.Collectors;

/** Commands for the user to type next, as this user calls them and over the same home or server. */
final class Hints {
    private static final String HARMLESS = "[A-Za-z0-9_./:@%+=,~-]+";

    /** Longer commands stand alone on their line. */
    private static final int WIDEST = 48;

    private final GlobalOptions options;

    Hints(GlobalOptions options) {
        this.options = options;
    }

    /** {@code espalier show 1a2b --home /data}, each word quoted for a shell where it must be. */
    String command(String... words) {
        var line = new StringBuilder(program());
        for (var word : words) line.append(' ').append(quoted(word));
        if (options.home != null) line.append(" --home ").append(quoted(options.home.toString()));
        if (options.server != null) line.append(" --server ").append(quoted(options.server));
        return line.toString();
    }

    /** As the launcher was called. */
    private static String program() {
        return quoted(System.getProperty("espalier.command", "espalier"));
    }

    private static String quoted(String word) {
        return word.matches(HARMLESS) ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Commands and what they show: in two columns, or below each other where one is long. */
    static String table(List<List<String>> rows) {
        int width =
                rows.stream()
                        .mapToInt(row -> row.getFirst().length())
                        .filter(length -> length <= WIDEST)
                        .max()
                        .orElse(0);
        return rows.stream()
                .map(row -> "  " + padded(row.getFirst(), width) + row.getLast())
                .collect(Collectors.joining("\n"));
    }

    private static String padded(String command, int width) {
        return command.length() > width
                ? command + "\n" + " ".repeat(width + 5)
                : command + " ".repeat(width - command.length() + 3);
    }
}
