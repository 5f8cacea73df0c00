package io.espalier.deploy;

import io.espalier.deploy.cli.CommandLineRunner;
import io.espalier.deploy.print.Output;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The `espalier` command. */
public final class Espalier {
    private Espalier() {}

    public static void main(String[] arguments) {
        var output = Output.ofProcess();
        var out = new PrintStream(output.out(), false, StandardCharsets.UTF_8);
        var err = new PrintStream(output.err(), true, StandardCharsets.UTF_8);
        var code =
                CommandLineRunner.run(
                        new Output(out, err, false, output.outTerminal(), output.columns()),
                        arguments);
        out.flush();
        err.flush();
        System.exit(code);
    }
}
