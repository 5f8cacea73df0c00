package io.espalier.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordSignaturesTest {
    enum Urgency {
        LOW,
        HIGH
    }

    record Address(String street, int number) {}

    record Ticket(@Describe("What the customer wrote.") String text, List<Address> addresses) {}

    record Triage(
            @OneOf({"billing", "other"}) String queue,
            Urgency urgency,
            @Limit(atLeast = "0", atMost = "1.5") double score,
            Optional<String> note,
            Map<String, Integer> counts,
            @Private @Limit(maxLength = 40) String name) {}

    record Unfit(Duration delay) {}

    record Endless(List<Endless> children) {}

    @Test
    void of_records_readsTypesDescriptionsAndLimits() {
        var signature = Signature.of(Ticket.class, Triage.class, "Triage a support ticket.");

        assertThat(signature.fields())
                .extracting(f -> f.name() + ": " + PythonTypes.name(f.type()))
                .containsExactly(
                        "text: str",
                        "addresses: list[Address]",
                        "queue: Literal['billing', 'other']",
                        "urgency: Urgency",
                        "score: float",
                        "note: Union[str, NoneType]",
                        "counts: dict[str, int]",
                        "name: str");
        assertThat(signature.inputs().getFirst().description())
                .isEqualTo("What the customer wrote.");
        assertThat(signature.field("score").orElseThrow().constraints())
                .containsExactly(
                        new Constraint.AtLeast(BigDecimal.ZERO),
                        new Constraint.AtMost(new BigDecimal("1.5")));
        assertThat(signature.field("name").orElseThrow().isPrivate()).isTrue();
        assertThat(signature.field("queue").orElseThrow().isPrivate()).isFalse();
    }

    @Test
    void of_unfitComponent_namesRecordComponentAndType() {
        assertThatThrownBy(() -> Signature.of(Ticket.class, Unfit.class, null))
                .hasMessageContaining(
                        "Unfit, component 'delay': java.time.Duration is not a field type");
    }

    @Test
    void of_recordHoldingItself_isRejected() {
        assertThatThrownBy(() -> Signature.of(Endless.class, Triage.class, null))
                .hasMessageContaining("holds itself");
    }
}
