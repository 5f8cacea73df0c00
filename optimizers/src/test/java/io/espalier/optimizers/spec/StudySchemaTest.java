package io.espalier.optimizers.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.espalier.signatures.SignatureParser;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.document.InvalidDocument;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.metric.MetricReader;
import io.espalier.signatures.program.ProgramReader;
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

    private static List<Error> errorsOf(String program, String metric) {
        return SCHEMA.validate(
                Json.parse(
                        """
                        {"name": "t", "program": %s, "data": {"train": "t.jsonl"}, "metric": %s,
                         "optimizer": "labeled-few-shot"}\
                        """
                                .formatted(program, metric)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"program.yaml\"",
                "{\"module\": \"chain-of-thought\", \"signature\": \"a -> b\", \"instruction\": \"x\","
                        + " \"fields\": {\"a\": \"words\", \"b\": {\"description\": \"y\", \"private\": true}}}",
                "{\"signature\": \"a -> b\", \"steps\": ["
                        + "{\"id\": \"x\", \"signature\": \"a -> q\", \"with\": {\"a\": \"\"}},"
                        + " {\"id\": \"y\", \"retrieve\": {\"http\": \"http://h/s\", \"query\": \"x.q\"}},"
                        + " {\"id\": \"z\", \"use\": \"x\"},"
                        + " {\"id\": \"e\", \"signature\": \"q -> b\"}]}",
            })
    void programs_thatTheReaderAccepts_fit(String program) {
        if (program.startsWith("{")) ProgramReader.read(Json.parse(program));
        assertThat(errorsOf(program, "\"exact\"")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"module\": \"predictt\", \"signature\": \"a -> b\"}",
                "{\"module\": \"predict\"}",
                "{\"signature\": \"a -> b\", \"steps\": []}",
                "{\"signature\": \"a -> b\", \"steps\": [{\"signature\": \"a -> b\"}]}",
                "{\"signature\": \"a -> b\", \"modul\": \"predict\"}"
            })
    void programs_thatTheReaderRefuses_doNotFit(String program) {
        assertThatThrownBy(() -> ProgramReader.read(Json.parse(program)))
                .isInstanceOf(InvalidDocument.class);
        assertThat(errorsOf(program, "\"exact\"")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"exact\"",
                "{\"exact\": [\"b\"]}",
                "{\"f1\": \"b\"}",
                "{\"contains\": \"b\"}",
                "{\"json\": \"b\"}",
                "{\"tolerance\": {\"field\": \"b\", \"absolute\": 0.1}}",
                "{\"regex\": {\"field\": \"b\", \"pattern\": \"x+\"}}",
                "{\"judge\": {\"model\": \"reflection\", \"ask\": \"is it right?\"}}",
                "{\"weighted\": {\"p\": {\"metric\": {\"f1\": \"b\"}, \"weight\": 2}}}",
                "{\"lexicographic\": {\"p\": {\"metric\": \"exact\"}}}",
                "{\"lexicographic\": [{\"name\": \"p\", \"metric\": \"exact\"}]}",
                "{\"threshold\": {\"metric\": {\"f1\": \"b\"}, \"least\": 0.5}}",
                "\"format\"",
                "{\"tokens\": {\"worst\": 3000, \"best\": 10}}",
                "{\"calls\": {\"worst\": 4}}",
                "{\"latency\": {\"worst\": 0.5}}",
                "{\"cost\": {\"worst\": 1, \"price\": {\"prompt\": 1, \"completion\": 2}}}",
                "{\"length\": {\"worst\": 9, \"field\": \"b\", \"unit\": \"characters\"}}",
                "{\"pareto\": {\"p\": \"exact\", \"q\": {\"metric\": \"format\", \"weight\": 2}}}",
                "{\"constrained\": {\"maximize\": \"exact\", \"subject-to\":"
                        + " {\"f\": {\"metric\": \"format\", \"at-least\": 1}}}}",
                "{\"command\": [\"sh\", \"m.sh\"]}",
                "{\"http\": \"http://127.0.0.1:1/m\"}"
            })
    void metrics_thatTheReaderAccepts_fit(String metric) {
        metric(metric);
        assertThat(errorsOf("\"p.yaml\"", metric)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"exat\"",
                "{\"f2\": \"b\"}",
                "{\"f1\": \"b\", \"exact\": []}",
                "{\"tolerance\": {\"absolute\": 1}}",
                "{\"threshold\": {\"metric\": {\"f1\": \"b\"}, \"least\": 2}}",
                "{\"weighted\": {\"p\": {\"metric\": \"exat\"}}}",
                "{\"tokens\": {}}",
                "{\"latency\": {\"worst\": 1, \"field\": \"b\"}}",
                "{\"length\": {\"worst\": 9, \"unit\": \"lines\"}}",
                "{\"pareto\": {\"p\": \"exact\"}}",
                "{\"constrained\": {\"maximize\": \"exact\"}}",
                "{\"constrained\": {\"maximize\": \"exact\", \"subject-to\":"
                        + " {\"f\": {\"metric\": \"format\", \"at-least\": 0}}}}",
                "{\"command\": []}",
                "{\"http\": \"localhost\"}"
            })
    void metrics_thatTheReaderRefuses_doNotFit(String metric) {
        assertThatThrownBy(() -> metric(metric)).isInstanceOf(InvalidDocument.class);
        assertThat(errorsOf("\"p.yaml\"", metric)).isNotEmpty();
    }

    private static void metric(String text) {
        MetricReader.read(
                Json.parse(text),
                SignatureParser.parse("a -> b", null),
                role ->
                        request -> {
                            throw new AssertionError("nothing is judged here");
                        },
                Adapters.standard());
    }
}
