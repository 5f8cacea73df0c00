package io.espalier.deploy.cli;

import io.espalier.deploy.print.ModelText;
import io.espalier.deploy.print.Output;
import io.espalier.worker.provider.ModelPlaces;
import io.espalier.worker.provider.Providers;
import picocli.CommandLine.Command;

/** Says which ways to run models this machine has, and what the embedded model is. */
@Command(name = "models", description = "Which ways to run models work here; the embedded model.")
final class ModelsCommand extends EspalierSubcommand {
    ModelsCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        var places = ModelPlaces.ofEnvironment();
        var providers = Providers.found(places);
        var text = ModelText.of(providers.hardware(), providers.findings(), places.embedded());
        output.answer(text.json(), text.text());
        return 0;
    }
}
