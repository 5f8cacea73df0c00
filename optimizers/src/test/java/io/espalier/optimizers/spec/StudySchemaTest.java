package io.espalier.optimizers.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.espalier.signatures.json.Json;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StudySchemaTest {
    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(StudySchema.create());

    private static List<Error> errors(String members) {
        return SCHEMA.validate(
                Json.parse(
                        """
                        {"name": "t", "program": {"module": "predict", "signature": "a -> b"},
                         "data": {"train": "t.jsonl"}, "metric": "exact" %s}\
                        """
                                .formatted(members)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", \"optimizer\": \"labeled-few-shot\"",
                ", \"optimizer\": {\"name\": \"labeled-few-shot\", \"k\": 2}, \"seed\": 7, \"version\": 1",
                ", \"optimizer\": {\"name\": \"bootstrap-random-search\", \"instructions\": [\"x\"]}",
                ", \"optimizer\": {\"name\": \"bootstrap-random-search\", \"instructions\": {\"p\": [\"x\"]}}",
                ", \"optimizer\": \"labeled-few-shot\", \"models\": {\"task\": \"embedded\", \"reflection\": \"task\"}",
                ", \"optimizer\": \"labeled-few-shot\", \"models\": {\"task\": {\"provider\": \"openai\","
                        + " \"url\": \"http://127.0.0.1:1/v1\", \"model\": \"m\", \"temperature\": 0}}",
                ", \"optimizer\": \"labeled-few-shot\", \"budget\": {\"metric-calls\": 5, \"minutes\": 0.5}"
            })
    void studies_thatTheReaderAccepts_fit(String members) {
        assertThat(errors(members)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", \"optimizer\": \"labelled\"",
                ", \"optimizer\": {\"name\": \"labeled-few-shot\", \"q\": 2}",
                ", \"optimizer\": \"labeled-few-shot\", \"sed\": 7",
                ", \"optimizer\": \"labeled-few-shot\", \"seed\": -7",
                ", \"optimizer\": \"labeled-few-shot\", \"budget\": {\"metric-calls\": 0}",
                ", \"optimizer\": \"labeled-few-shot\", \"models\": {\"task\": {\"provider\": \"openia\"}}",
                ", \"optimizer\": \"labeled-few-shot\", \"adapter\": \"yaml\""
            })
    void studies_thatTheReaderRefuses_doNotFit(String members) {
        assertThat(errors(members)).isNotEmpty();
    }
}
