package io.espalier.coordinator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.signatures.document.Documents;
import io.espalier.signatures.document.Violation;
import io.espalier.signatures.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class SpecChangesTest {
    private static final String STUDY =
            """
            {name: n, optimizer: gepa, models: {task: embedded, reflection: {provider: openai}},
             budget: {metric-calls: 100}, seed: 3, data: {train: rows}}\
            """;

    private final SpecChanges changes = new SpecChanges((ObjectNode) Documents.parse(STUDY).root());

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "budget.metric-calls; 2000; /budget/metric-calls; 2000",
                "budget.metric_calls; 2000; /budget/metric-calls; 2000",
                "budget.minutes; 1.5; /budget/minutes; 1.5",
                "optimizer.effort; medium; /optimizer; {\"name\":\"gepa\",\"effort\":\"medium\"}",
                "optimizer; miprov2; /optimizer; \"miprov2\"",
                "models.task.temperature; 0.5; /models/task; {\"provider\":\"embedded\",\"temperature\":0.5}",
                "models.reflection.model; big; /models/reflection/model; \"big\"",
                "data.split.validation; 0.3; /data/split; {\"validation\":0.3}",
                "seed; 8; /seed; 8",
                "reuse; false; /reuse; false"
            })
    void member_setByItsPath_isThere(String path, String value, String at, String expected) {
        changes.set(path, Documents.parse(value).root());
        assertThat(changes.faults()).isEmpty();
        assertThat(changes.document().at(at)).isEqualTo(Json.parse(expected));
        assertThat(changes.document().path("name").asString()).isEqualTo("n");
    }

    @Test
    void member_setToNothing_isGone() {
        changes.set("budget.metric-calls", Json.parse("null"));
        assertThat(changes.document().path("budget").isEmpty()).isTrue();
    }

    @Test
    void member_ofWhatHasNone_isAFaultAtItsPath() {
        changes.set("seed.more", Json.parse("1"));
        changes.set("budget..tokens", Json.parse("1"));
        assertThat(changes.faults())
                .extracting(Violation::field)
                .containsExactly("seed", "budget..tokens");
    }
}
