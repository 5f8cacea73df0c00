package io.espalier.deploy.cli;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.print.Output;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;

/**
 * What the launcher runs once after a build, so that the JVM learns which classes a start needs: a
 * small study through every part, looked at and asked afterwards.
 */
@Command(name = "warm-up", hidden = true, description = "Teaches the JVM what a start needs.")
final class WarmUpCommand extends EspalierSubcommand {
    private static final String STUDY =
            """
            version: 1
            name: warm-up
            program: {signature: "text: str -> answer: str"}
            data: {train: rows.jsonl, test: rows.jsonl}
            metric: exact
            optimizer: {name: bootstrap-random-search, candidates: 1}
            models: {task: {provider: embedded, max-tokens: 8}}
            """;

    WarmUpCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        var home = preparedHome();
        var file = write(home.folder().resolve("warm-up"));
        var at = List.of("--home", home.folder().toString());
        var runs =
                List.of(
                        List.of("run", file.toString()),
                        List.of("show", "warm-up"),
                        List.of("predict", "warm-up@1", "--input", "{\"text\": \"a\"}"),
                        List.of("list", "--json"));
        for (var run : runs) {
            var words = new java.util.ArrayList<>(run);
            words.addAll(at);
            int code = CommandLineRunner.run(silent(), words.toArray(String[]::new));
            if (code != 0) {
                throw CommandFailure.environment(
                        "WARM_UP", String.join(" ", words) + " ended with " + code);
            }
        }
        return 0;
    }

    /** As on a terminal, so that its classes are known too, and to nowhere; errors stay. */
    private Output silent() {
        var nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Output(nowhere, output.err(), false, true, 80);
    }

    private static Path write(Path folder) {
        var rows =
                IntStream.range(0, 12)
                        .mapToObj(i -> "{\"text\": \"row " + i + "\", \"answer\": \"yes\"}\n")
                        .collect(Collectors.joining());
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("rows.jsonl"), rows);
            return Files.writeString(folder.resolve("study.yaml"), STUDY);
        } catch (IOException e) {
            throw CommandFailure.environment(
                    "HOME_NOT_WRITABLE", folder + " cannot be written (" + e.getMessage() + ")", e);
        }
    }
}
