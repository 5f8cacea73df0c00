package io.espalier.signatures.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.signatures.Constraint;
import io.espalier.signatures.Field;
import io.espalier.signatures.FieldType;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Message;
import io.espalier.signatures.program.Demo;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The text that the embedded model was trained on, word for word. */
class DefaultFramingTest {
    private static final Signature TICKET =
            new Signature(
                            List.of(
                                    Field.text("ticket"),
                                    Field.of("history", new FieldType.ListOf(new FieldType.Text()))
                                            .withDescription("Earlier messages, oldest first.")),
                            List.of(
                                    Field.of(
                                            "queue",
                                            new FieldType.Literal(
                                                    List.of(
                                                            Json.text("billing"),
                                                            Json.text("shipping"),
                                                            Json.text("other"))))),
                            "Choose the queue whose team should act.")
                    .withFirstOutput(Field.text("reasoning"));

    private static List<Message> messages(Signature signature, List<Demo> demos, Fields inputs) {
        return Adapters.standard().format(signature, demos, inputs).messages();
    }

    @Test
    void system_ticketSignature_isTheWrittenText() {
        var system = messages(TICKET, List.of(), Fields.EMPTY).getFirst();

        assertThat(system.role()).isEqualTo(Message.Role.SYSTEM);
        assertThat(system.text())
                .isEqualTo(
                        """
                        You get these fields:
                        1. `ticket` (str)
                        2. `history` (list[str]): Earlier messages, oldest first.
                        You write these fields:
                        1. `reasoning` (str)
                        2. `queue` (one of: billing; shipping; other)
                        Each turn looks like this, with values in place of the braces:

                        [[ ## ticket ## ]]
                        {ticket}

                        [[ ## history ## ]]
                        {history}

                        [[ ## reasoning ## ]]
                        {reasoning}

                        [[ ## queue ## ]]
                        {queue}

                        [[ ## completed ## ]]

                        The task:
                        Choose the queue whose team should act.\
                        """);
    }

    @Test
    void system_noInstruction_namesOutputsThenInputsWithoutAddedReasoning() {
        var system = messages(TICKET.withInstruction(null), List.of(), Fields.EMPTY).getFirst();

        assertThat(system.text()).endsWith("The task:\nWrite `queue` from `ticket`, `history`.");
    }

    @Test
    void system_constraints_standAfterTheType() {
        var signature =
                new Signature(
                        List.of(Field.text("text")),
                        List.of(
                                Field.of("score", new FieldType.Int())
                                        .withConstraints(
                                                List.of(
                                                        new Constraint.AtLeast(BigDecimal.ONE),
                                                        new Constraint.AtMost(BigDecimal.TEN)))),
                        null);

        assertThat(messages(signature, List.of(), Fields.EMPTY).getFirst().text())
                .contains("1. `score` (int; at least 1; at most 10)\n");
    }

    @Test
    void turns_demosAndInputs_followTheWrittenText() {
        var complete = new LinkedHashMap<String, Object>();
        complete.put("ticket", "Card charged twice.");
        complete.put("history", List.of("hello", "hi"));
        complete.put("reasoning", "It is about money.");
        complete.put("queue", "billing");
        var demos =
                List.of(
                        Demo.bootstrapped(Fields.of(complete)),
                        Demo.labelled(Fields.of("ticket", "Lost box", "queue", "shipping")));

        var turns = messages(TICKET, demos, Fields.of("ticket", "Hi.", "history", List.of()));

        assertThat(turns.stream().skip(1).map(Message::text))
                .containsExactly(
                        "[[ ## ticket ## ]]\nLost box\n\n[[ ## history ## ]]\n(not given)",
                        "[[ ## reasoning ## ]]\n(not given)\n\n[[ ## queue ## ]]\nshipping\n\n[[ ## completed ## ]]\n",
                        "[[ ## ticket ## ]]\nCard charged twice.\n\n[[ ## history ## ]]\n[\"hello\", \"hi\"]",
                        "[[ ## reasoning ## ]]\nIt is about money.\n\n[[ ## queue ## ]]\nbilling\n\n[[ ## completed ## ]]\n",
                        "[[ ## ticket ## ]]\nHi.\n\n[[ ## history ## ]]\n[]\n\nNow write `[[ ## reasoning ## ]]`, `[[ ## queue ## ]]` and close with `[[ ## completed ## ]]`.");
    }

    @Test
    void framing_throughJson_isEqual() {
        var copy = Framing.of(Json.parse(Json.write(Framing.DEFAULT.toJson())));

        assertThat(copy).isEqualTo(Framing.DEFAULT);
        assertThat(copy.hash()).isEqualTo(Framing.DEFAULT.hash());
    }
}
