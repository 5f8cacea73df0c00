package io.espalier.deploy.cli;

import io.espalier.deploy.print.Output;
import java.util.List;

/** Every command, in the order of the help text. */
final class Commands {
    private Commands() {}

    static List<EspalierSubcommand> all(GlobalOptions options, Output output) {
        return List.of(
                new DemoCommand(options, output),
                new RunCommand(options, output),
                new ValidateCommand(options, output),
                new SubmitCommand(options, output),
                new WatchCommand(options, output),
                new ListCommand(options, output),
                new ShowCommand(options, output),
                new CompareCommand(options, output),
                new PickCommand(options, output),
                new StudyChangeCommand.Pause(options, output),
                new ResumeCommand(options, output),
                new StudyChangeCommand.Cancel(options, output),
                new ForkCommand(options, output),
                new PredictCommand(options, output),
                new ExportCommand(options, output),
                new ImportCommand(options, output),
                new NodeCommand(options, output),
                new ModelsCommand(options, output),
                new OptimizersCommand(options, output),
                new SchemaCommand(options, output),
                new BenchCommand(options, output),
                new DoctorCommand(options, output),
                new VersionCommand(options, output),
                new WarmUpCommand(options, output));
    }
}
