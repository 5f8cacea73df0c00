package io.espalier.deploy.cli;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.client.NodeClient;
import io.espalier.deploy.print.Output;
import io.espalier.deploy.print.StudyText;
import io.espalier.v1.BudgetSpec;
import io.espalier.v1.Study;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Continues a study; with a larger budget also one that had finished. */
@Command(
        name = "resume",
        description =
                "Continues a paused study, one that failed for a reason that is gone, or with a"
                        + " larger budget one that finished.")
final class ResumeCommand extends EspalierSubcommand {
    @Parameters(
            paramLabel = "STUDY",
            description = "An id, the beginning of one, or a study's name for its newest.")
    String study = "";

    @Option(
            names = "--budget",
            paramLabel = "LIMIT=NUMBER",
            split = ",",
            description =
                    "A limit in place of the study's and above it: metric-calls, model-calls,"
                            + " tokens, minutes or cost. What is spent stays spent; recorded results"
                            + " are not paid again.")
    Map<String, String> budget = new LinkedHashMap<>();

    @Option(names = "--watch", description = "Follow it to its end, working on it if no node does.")
    boolean watch;

    ResumeCommand(GlobalOptions options, Output output) {
        super(options, output);
    }

    @Override
    int run() {
        var limits = limits();
        var resumed = new ContinuedStudy(this, client -> resume(client, limits));
        return watch ? resumed.follow(ResumeCommand::text) : resumed.leave(ResumeCommand::text);
    }

    private Study resume(NodeClient client, BudgetSpec limits) {
        return budget.isEmpty() ? client.resume(study) : client.resume(study, limits);
    }

    private static String text(Study study) {
        return study.getName() + " " + StudyText.state(study.getState());
    }

    private BudgetSpec limits() {
        var limits = BudgetSpec.newBuilder();
        budget.forEach((name, value) -> {
            switch (name.replace('_', '-')) {
                case "metric-calls" -> limits.setMetricCalls(whole(name, value));
                case "model-calls" -> limits.setModelCalls(whole(name, value));
                case "tokens" -> limits.setTokens(whole(name, value));
                case "minutes" -> limits.setMinutes(number(name, value));
                case "cost" -> limits.setCost(number(name, value));
                default ->
                        throw wrong(
                                name,
                                "is no limit (expected: metric-calls, model-calls, tokens, minutes"
                                        + " or cost)");
            }
        });
        return limits.build();
    }

    private static long whole(String name, String value) {
        if (value.matches("[0-9]{1,18}")) return Long.parseLong(value);
        throw wrong(name, "expected a whole number, got '" + value + "'");
    }

    private static double number(String name, String value) {
        if (value.matches("[0-9]{1,12}([.][0-9]{1,9})?")) return Double.parseDouble(value);
        throw wrong(name, "expected a number, got '" + value + "'");
    }

    private static CommandFailure wrong(String name, String message) {
        return CommandFailure.usage("USAGE", "--budget " + name + ": " + message);
    }
}
