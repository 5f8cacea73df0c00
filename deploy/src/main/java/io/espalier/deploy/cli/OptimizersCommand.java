package io.espalier.deploy.cli;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.print.OptimizerText;
import io.espalier.deploy.print.Output;
import io.espalier.optimizers.catalog.OptimizerCatalog;
import io.espalier.signatures.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists the optimizers, or one with its parameters. */
@Command(name = "optimizers", description = "The optimizers, or one with its parameters.")
final class OptimizersCommand extends EspalierSubcommand {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "Show this one's parameters.")
    @Nullable String name;

    OptimizersCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        var named = name;
        if (named != null) {
            var entry =
                    OptimizerCatalog.find(named)
                            .orElseThrow(() ->
                                    CommandFailure.usage(
                                            "UNKNOWN_OPTIMIZER", OptimizerCatalog.unknown(named)));
            output.answer(entry.toJson(), OptimizerText.of(entry));
        } else if (output.json()) {
            OptimizerCatalog.entries()
                    .forEach(entry -> output.out().println(Json.write(entry.toJson())));
            output.out().flush();
        } else {
            output.note(OptimizerText.list(OptimizerCatalog.entries()).stripTrailing());
        }
        return 0;
    }
}
