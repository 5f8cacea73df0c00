package io.espalier.optimizers.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.optimizers.Words;
import io.espalier.optimizers.catalog.Faults;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.adapter.Framing;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.document.Document;
import io.espalier.signatures.document.InvalidDocument;
import io.espalier.signatures.document.Violation;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.metric.Metric;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.model.Price;
import io.espalier.signatures.program.ProgramDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The study's own members; programs and metrics stand in here, and have tests of their own. */
final class StudyReaderTest {
    private static final Map<String, LoadedData> DATA =
            Map.of(
                    "train.jsonl", new LoadedData("sha256:aa", Words.examples("train", 10)),
                    "val.jsonl", new LoadedData("sha256:bb", Words.examples("validation", 5)),
                    "test.jsonl", new LoadedData("sha256:cc", Words.examples("test", 5)),
                    "empty.jsonl", new LoadedData("sha256:dd", List.of()),
                    "unlabelled.jsonl",
                            new LoadedData(
                                    "sha256:ee",
                                    List.of(
                                            Words.examples("x", 1).getFirst(),
                                            Example.of(Fields.of("word", "a")))));

    /** The words' program under any name, and a metric over one named field. */
    private static final class Parts implements StudyParts {
        @Override
        public @Nullable ProgramDefinition program(JsonNode node, String field, Faults faults) {
            if (!node.isString()) return Words.program();
            if (node.stringValue().equals("words")) return Words.program();
            faults.add(field, "no such file");
            return null;
        }

        @Override
        public @Nullable Metric metric(
                JsonNode node,
                String field,
                @Nullable ProgramDefinition program,
                Price price,
                Faults faults) {
            var name = node.stringValue();
            if (program == null) return null;
            if (program.signature().field(name).isEmpty()) {
                faults.add(field, "no field '" + name + "'");
                return null;
            }
            return new Right(name);
        }
    }

    private record Right(String field) implements Metric {
        @Override
        public Score score(Example example, Fields prediction) {
            return Score.of(example.fields().text(field).equals(prediction.text(field)));
        }

        @Override
        public List<String> reads(Signature signature) {
            return List.of(field);
        }

        @Override
        public JsonNode document() {
            return Json.text(field);
        }
    }

    private static final String STUDY =
            """
            {"version": 1, "name": "words", "program": "words",
             "data": {"train": "train.jsonl", "validation": "val.jsonl", "test": "test.jsonl"},
             "metric": "kind", "optimizer": "labeled-few-shot",
             "models": {"task": {"provider": "openai", "url": "http://127.0.0.1:8800/v1",
                                 "model": "m", "temperature": 0}},
             "budget": {"metric-calls": 100, "minutes": 2.5}, "seed": 7}\
            """;

    private static StudyReader reader() {
        return new StudyReader(
                new Parts(),
                StudyReaderTest::resolve,
                FramingResolver.NONE,
                (path, field, faults) -> "/base/" + path);
    }

    private static @Nullable LoadedData resolve(
            String reference, Signature signature, String field, Faults faults) {
        var byHash = DATA.values().stream().filter(d -> d.hash().equals(reference)).findFirst();
        var data = byHash.orElse(DATA.get(reference));
        if (data == null) faults.add(field, "no such file: " + reference);
        return data;
    }

    private static ObjectNode study() {
        return (ObjectNode) Json.parse(STUDY);
    }

    private static List<Violation> faults(JsonNode study) {
        return reader().tryRead(Document.withoutLines(study)).violations();
    }

    private static void assertFault(JsonNode study, String field, String part) {
        assertThat(faults(study))
                .singleElement()
                .satisfies(v -> assertThat(v.field()).isEqualTo(field))
                .satisfies(v -> assertThat(v.message()).contains(part));
    }

    @Test
    void study_withoutFaults_isReadWithItsDefaults() {
        var spec = reader().read(Document.withoutLines(study()));

        assertThat(spec.adapter()).isEqualTo("chat");
        assertThat(spec.framing()).isNull();
        assertThat(spec.models().reflection()).isEqualTo(spec.models().task());
        assertThat(spec.budget().metricCalls()).isEqualTo(100);
        assertThat(spec.budget().time()).hasSeconds(150);
        assertThat(spec.input().training()).hasSize(10);
        assertThat(spec.input().validation()).hasSize(5);
        assertThat(spec.input().test()).hasSize(5);
    }

    @Test
    void version_otherThanTheOnlyOne_saysWhichIsKnown() {
        assertFault(study().put("version", 2), "version", "only 1 is known; got 2");
    }

    @Test
    void document_ofASpec_readsBackAsTheSameStudy() {
        var study = study();
        study.put("adapter", "json");
        study.set("framing", Framing.DEFAULT.toJson());
        ((ObjectNode) study.required("data")).remove("validation");
        ((ObjectNode) study.at("/models/task"))
                .putObject("price")
                .put("prompt", 0.1)
                .put("completion", 0.2);
        var spec = reader().read(Document.withoutLines(study));

        var again = reader().read(Document.withoutLines(spec.document()));

        assertThat(Json.canonical(again.document())).isEqualTo(Json.canonical(spec.document()));
        assertThat(again.hash()).isEqualTo(spec.hash());
        assertThat(again.input().validation()).isEqualTo(spec.input().validation());
    }

    @Test
    void study_throughAFormWithoutWholeNumbersAndHyphens_isTheSame() {
        var study = study();
        var budget = study.putObject("budget");
        budget.put("metric_calls", 100.0).put("minutes", 2.5);
        study.put("seed", 7.0);
        study.putObject("optimizer").put("name", "labeled-few-shot").put("k", 16.0);

        var spec = reader().read(Document.withoutLines(study));

        assertThat(spec.hash()).isEqualTo(reader().read(Document.withoutLines(study())).hash());
    }

    @Test
    void hash_ofASpec_changesWithEachThingThatDecides() {
        var hashes = new HashSet<String>();
        hashes.add(reader().read(Document.withoutLines(study())).hash());
        for (var change :
                List.of(
                        "seed: 8",
                        "adapter: json",
                        "name: other",
                        "optimizer: bootstrap-few-shot")) {
            var study = study();
            var parts = change.split(": ", 2);
            if (parts[0].equals("seed")) study.put("seed", 8);
            else study.put(parts[0], parts[1]);
            hashes.add(reader().read(Document.withoutLines(study)).hash());
        }
        assertThat(hashes).hasSize(5);
    }

    @Test
    void split_ofTrain_cutsItsShareBySeedAndLosesNothing() {
        var study = study();
        var data = (ObjectNode) study.required("data");
        data.remove("validation");
        data.putObject("split").put("validation", 0.4);
        var spec = reader().read(Document.withoutLines(study));

        var seven = spec.data().parts(7);
        assertThat(seven.validation()).hasSize(4);
        assertThat(seven.training()).hasSize(6).doesNotContainAnyElementsOf(seven.validation());
        assertThat(spec.data().parts(7)).isEqualTo(seven);
        assertThat(spec.data().parts(8)).isNotEqualTo(seven);
    }

    @Test
    void faults_ofFiveKinds_areAllNamedWithFieldAndLine() {
        var study = study();
        study.put("optimizer", "boostrap-few-shot");
        study.put("metric", "colour");
        ((ObjectNode) study.required("data")).put("train", "empty.jsonl");
        ((ObjectNode) study.at("/models/task")).put("url", "localhost:8800");
        ((ObjectNode) study.required("budget")).put("metric-calls", -5);
        var lines =
                Map.of(
                        "", 1,
                        "data", 3,
                        "data.train", 4,
                        "metric", 6,
                        "optimizer", 7,
                        "models.task", 9,
                        "models.task.url", 10,
                        "budget.metric-calls", 12);

        var reading = reader().tryRead(new Document(study, lines));

        assertThat(reading.spec()).isNull();
        assertThat(reading.violations())
                .extracting(v -> v.line() + " " + v.field())
                .containsExactly(
                        "4 data.train",
                        "6 metric",
                        "7 optimizer",
                        "10 models.task.url",
                        "12 budget.metric-calls");
        assertThatThrownBy(() -> reader().read(new Document(study, lines)))
                .isInstanceOf(InvalidDocument.class)
                .hasMessageContaining("did you mean 'bootstrap-few-shot'?");
    }

    @Test
    void keys_unknownAnywhere_areNamedWithTheNearest() {
        var study = study();
        study.put("sed", 3);
        assertFault(study, "sed", "did you mean 'seed'?");

        study = study();
        ((ObjectNode) study.required("budget")).put("metric_cals", 3);
        assertFault(study, "budget.metric_cals", "did you mean 'metric-calls'?");

        study = study();
        ((ObjectNode) study.at("/models/task")).put("temprature", 3);
        assertFault(study, "models.task.temprature", "did you mean 'temperature'?");
    }

    @Test
    void members_missing_saysWhatToGive() {
        assertThat(faults(Json.object()))
                .extracting(Violation::field)
                .containsExactly("name", "program", "data", "metric", "optimizer");
        assertFault(Json.array(), "", "expected an object");
    }

    @Test
    void data_thatIsMissingOrLacksFields_isNamed() {
        var study = study();
        ((ObjectNode) study.required("data")).put("test", "nowhere.jsonl");
        assertFault(study, "data.test", "no such file");

        study = study();
        ((ObjectNode) study.required("data")).put("validation", "unlabelled.jsonl");
        assertFault(
                study, "data.validation", "1 of 2 rows lack the field 'kind', the first is row 2");

        study = study();
        ((ObjectNode) study.required("data")).putObject("split").put("validation", 0.5);
        assertFault(study, "data.split", "keep one");
    }

    @Test
    void models_withFaults_areNamed() {
        var study = study();
        ((ObjectNode) study.required("models")).put("task", "embeded");
        assertFault(study, "models.task", "did you mean 'embedded'?");

        study = study();
        ((ObjectNode) study.required("models")).putObject("task").put("provider", "openai");
        assertThat(faults(study))
                .extracting(Violation::field)
                .containsExactly("models.task.url", "models.task.model");

        study = study();
        ((ObjectNode) study.at("/models/task")).put("temperature", -1);
        assertFault(study, "models.task.temperature", "0 to 5");

        study = study();
        ((ObjectNode) study.at("/models/task")).put("concurrency", 0);
        assertFault(study, "models.task.concurrency", "from 1 on".replace("from 1 on", "1 to"));
    }

    @Test
    void model_ofAFolder_isIndependentOfTheFilesPlace() {
        var study = study();
        ((ObjectNode) study.required("models"))
                .putObject("task")
                .put("provider", "onnx")
                .put("path", "models/m");
        var spec = reader().read(Document.withoutLines(study));

        assertThat(spec.models().of(Job.Role.TASK).path()).isEqualTo("/base/models/m");
    }

    @Test
    void budget_ofCost_needsAPrice() {
        var study = study();
        ((ObjectNode) study.required("budget")).put("cost", 1.5);
        assertFault(study, "budget.cost", "models.task.price");

        ((ObjectNode) study.at("/models/task"))
                .putObject("price")
                .put("prompt", 0.1)
                .put("completion", 0.2);
        assertThat(faults(study)).isEmpty();
    }

    @Test
    void names_thatCannotNameARelease_areRefused() {
        for (var name : List.of("a@b", "a/b", "two words", ".hidden")) {
            var study = study();
            study.put("name", name);
            assertFault(study, "name", "cannot name a release");
        }
    }

    @Test
    void framing_byName_isResolvedOrRefused() {
        var study = study();
        study.put("framing", "dspy");
        assertFault(study, "framing", "cannot be resolved here");
        study.put("framing", "espalier");
        assertThat(faults(study)).isEmpty();
        study.put("framing", "dpsy");
        assertFault(study, "framing", "did you mean 'dspy'?");
    }

    @Test
    void gepa_withFrontsOfObjectives_needsAMetricWithTwo() {
        var study = study();
        study.putObject("optimizer").put("name", "gepa").put("frontier", "objective");
        assertFault(study, "optimizer.frontier", "give it two or more");
        study.putObject("optimizer").put("name", "gepa").put("frontier", "hybrid");
        assertThat(faults(study)).isEmpty();
        study.putObject("optimizer")
                .put("name", "better-together")
                .putObject("then")
                .put("name", "gepa")
                .put("frontier", "objective");
        assertFault(study, "optimizer.then.frontier", "frontier: instance");
    }

    @Test
    void framing_thatLacksAPart_isRefused() {
        var study = study();
        var framing = (ObjectNode) Framing.DEFAULT.toJson();
        study.set("framing", framing);
        assertThat(faults(study)).isEmpty();
        ((ObjectNode) framing.required("chat")).remove("system");
        assertFault(study, "framing", "chat.system: expected STRING, received nothing");
    }
}
