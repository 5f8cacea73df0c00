package io.espalier.deploy.bench;

import io.espalier.signatures.model.Message;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.Sampling;
import java.util.ArrayList;
import java.util.List;

/**
 * Prompts as an optimizer asks them: a few candidates, each with its instruction and demos, on the
 * same inputs.
 */
final class OnnxPrompts {
    private OnnxPrompts() {}

    /**
     * @param from number of the first input
     * @param inputs how many inputs every candidate gets
     */
    static List<ModelRequest> requests(int from, int inputs, int mostTokens) {
        var instructions =
                List.of(
                        "Choose the team that should act.",
                        "Read the message and find the customer's wish.",
                        "Write `team` from `message`.",
                        "Say who has to do the work.");
        var requests = new ArrayList<ModelRequest>();
        for (var candidate = 0; candidate < instructions.size(); candidate++) {
            for (var input = from; input < from + inputs; input++) {
                var turns = new ArrayList<Message>();
                turns.add(Message.system(system(instructions.get(candidate))));
                for (var demo = 0; demo < candidate; demo++) {
                    turns.add(Message.user(section("message", text(1000 + demo))));
                    turns.add(
                            Message.assistant(
                                    section("team", "billing") + "\n\n[[ ## completed ## ]]\n"));
                }
                turns.add(
                        Message.user(
                                section("message", text(input))
                                        + "\n\nNow write `[[ ## team ## ]]` and close with `[[ ##"
                                        + " completed ## ]]`."));
                requests.add(ModelRequest.of(turns).withSampling(Sampling.greedy(mostTokens)));
            }
        }
        return requests;
    }

    private static String system(String instruction) {
        return """
        You get these fields:
        1. `message` (str)
        You write these fields:
        1. `team` (one of: billing; shipping; other)
        Each turn looks like this, with values in place of the braces:

        [[ ## message ## ]]
        {message}

        [[ ## team ## ]]
        {team}

        [[ ## completed ## ]]

        The task:
        """
                + instruction;
    }

    private static String section(String field, String value) {
        return "[[ ## " + field + " ## ]]\n" + value;
    }

    private static String text(int seed) {
        var words =
                List.of("the parcel", "my bill", "is late", "please", "was paid", "to the town");
        var text = new StringBuilder();
        for (var n = 0; n < 3 + seed % 4; n++) {
            text.append(words.get((seed * 7 + n * (1 + seed % 5)) % words.size())).append(' ');
        }
        return text.append(seed).append('.').toString();
    }
}
