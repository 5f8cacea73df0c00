package io.espalier.signatures.dspy;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.signatures.Field;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.adapter.AdapterParseException;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.Sampling;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.PredictorState;
import io.espalier.signatures.program.ProgramState;
import io.espalier.signatures.program.RunContext;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole calls: what is asked again, in which form, and when a call fails. */
class DspyFallbackTest {
    @RegisterExtension static final RealDspy dspy = new RealDspy();

    private static final String CHAT = "[[ ## answer ## ]]\n5\n\n[[ ## completed ## ]]";
    private static final String WRONG = "[[ ## answer ## ]]\nfive\n\n[[ ## completed ## ]]";
    private static final String JSON = "{\"answer\": 5}";
    private static final String XML = "<answer>5</answer>";

    /** Each adapter against each pair of replies. */
    @ParameterizedTest
    @CsvSource({
        "chat, CHAT, none", "chat, none, JSON", "chat, WRONG, JSON", "chat, none, CHAT",
                "chat, JSON, JSON", "chat, none, none",
        "json, JSON, none", "json, none, JSON", "json, CHAT, JSON", "xml, XML, none",
                "xml, none, JSON", "xml, CHAT, XML",
        "xml, none, none"
    })
    void call_twoReplies_asksAndAnswersAsDspy(String kind, String first, String second) {
        var signature =
                new Signature(
                        List.of(Field.text("question")),
                        List.of(Field.of("answer", Cases.INT)),
                        "Count.");
        var inputs = Cases.fields("{\"question\": \"How many?\"}");
        var demo = Cases.fields("{\"question\": \"q\", \"answer\": 1}");
        var replies = List.of(reply(first), reply(second));

        var asked = Json.array();
        var left = new ArrayDeque<>(replies);
        var predictor = new Predictor("p", Predictor.Kind.PREDICT, signature);
        var state =
                ProgramState.EMPTY.with(
                        "p",
                        new PredictorState(
                                null,
                                List.of(Demo.labelled(demo)),
                                new LinkedHashMap<>(),
                                Sampling.UNSET));
        var context =
                new RunContext(
                        state,
                        request -> {
                            var call = Json.object();
                            call.set("messages", Wire.messages(request.messages()));
                            call.set("response_format", Json.tree(request.responseFormat()));
                            asked.add(call);
                            return new Completion(
                                    left.removeFirst(), Completion.Finish.STOP, Usage.NONE);
                        },
                        Adapters.of(kind, dspy.framing()),
                        Sampling.UNSET,
                        Rollout.PLAIN);
        Fields outputs;
        try {
            outputs = context.run(() -> predictor.call(inputs));
        } catch (AdapterParseException e) {
            outputs = Fields.EMPTY;
        }

        var theirs = dspy.call(kind, SignatureTree.of(signature), List.of(demo), inputs, replies);
        assertThat(Json.write(asked)).isEqualTo(Json.write(theirs.get("asked")));
        assertThat(Json.write(outputs.toJson()))
                .isEqualTo(theirs.has("failed") ? "{}" : Json.write(theirs.get("fields")));
    }

    private static String reply(String name) {
        return switch (name) {
            case "CHAT" -> CHAT;
            case "WRONG" -> WRONG;
            case "JSON" -> JSON;
            case "XML" -> XML;
            default -> "I would rather not say.";
        };
    }
}
