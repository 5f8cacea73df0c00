package io.espalier.deploy.cli;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.CommandFailure.Exit;
import io.espalier.deploy.Distribution;
import io.espalier.deploy.print.Output;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Parses a command line, runs its command, and turns what goes wrong into a sentence and an exit
 * code.
 */
public final class CommandLineRunner {
    private CommandLineRunner() {}

    /**
     * @return the process's exit code
     */
    public static int run(Output output, String... arguments) {
        Distribution.find().offerModels();
        // Known before parsing, so that a parsing error is an object too.
        var asked = output.withJson(Arrays.asList(arguments).contains("--json"));
        var root = new EspalierCommand();
        var line = new CommandLine(root);
        for (var command : Commands.all(root.options, asked)) {
            var parsed = new CommandLine(command);
            command.parts().forEach(parsed::addSubcommand);
            line.addSubcommand(parsed);
        }
        line.setOut(
                new java.io.PrintWriter(
                        asked.out(), true, java.nio.charset.StandardCharsets.UTF_8));
        line.setErr(
                new java.io.PrintWriter(
                        asked.err(), true, java.nio.charset.StandardCharsets.UTF_8));
        line.setUsageHelpAutoWidth(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((problem, given) -> usage(asked, problem));
        line.setExecutionExceptionHandler(
                (problem, command, parsed) -> failure(asked, root.options, problem));
        if (arguments.length == 0) {
            line.usage(line.getOut());
            return Exit.USAGE.code();
        }
        return line.execute(arguments);
    }

    private static int usage(Output output, CommandLine.ParameterException problem) {
        var suggestions =
                problem instanceof UnmatchedArgumentException unmatched
                        ? unmatched.getSuggestions()
                        : List.<String>of();
        var command = problem.getCommandLine().getCommandSpec().qualifiedName(" ");
        var message =
                problem.getMessage()
                        + (suggestions.isEmpty()
                                ? ""
                                : "; did you mean " + String.join(" or ", suggestions) + "?")
                        + " ('"
                        + command
                        + " --help' lists what it takes)";
        ErrorText.show(output, "USAGE", message, null, List.of());
        return Exit.USAGE.code();
    }

    private static int failure(Output output, GlobalOptions options, Exception problem) {
        if (options.debug) problem.printStackTrace(output.err());
        if (problem instanceof CommandFailure failure) {
            ErrorText.show(output, failure);
            return failure.exit().code();
        }
        var what =
                Optional.ofNullable(problem.getMessage())
                        .orElse(problem.getClass().getSimpleName());
        ErrorText.show(
                output,
                "INTERNAL",
                "this is a fault of Espalier's: " + what + " (--debug shows where)",
                null,
                List.of());
        return Exit.ENVIRONMENT.code();
    }
}
