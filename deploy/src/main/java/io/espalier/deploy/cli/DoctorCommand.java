package io.espalier.deploy.cli;

import io.espalier.deploy.CommandFailure.Exit;
import io.espalier.deploy.doctor.Diagnosis;
import io.espalier.deploy.doctor.Doctor;
import io.espalier.deploy.print.Output;
import io.espalier.signatures.json.Json;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks at everything that a study needs and says what to do where something is missing. */
@Command(
        name = "doctor",
        description = "Looks at everything a study needs, and says what to do where it is missing.")
final class DoctorCommand extends EspalierSubcommand {
    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Look whether this port is free for a node (default: any).")
    int port;

    DoctorCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        var found = Doctor.examine(options.home(), port);
        long bad = found.stream().filter(d -> d.level() == Diagnosis.Level.BAD).count();
        long warn = found.stream().filter(d -> d.level() == Diagnosis.Level.WARN).count();
        var node = Json.object();
        node.put("ok", bad == 0);
        var checks = node.putArray("checks");
        found.forEach(diagnosis -> checks.add(diagnosis.toJson()));
        var lines = found.stream().map(Diagnosis::line).collect(Collectors.joining("\n"));
        output.answer(
                node,
                lines
                        + "\n\n"
                        + (bad == 0 ? "ready to run studies" : bad + " bad: studies cannot run")
                        + (warn == 0 ? "" : ", " + warn + " to look at"));
        return bad == 0 ? 0 : Exit.ENVIRONMENT.code();
    }
}
