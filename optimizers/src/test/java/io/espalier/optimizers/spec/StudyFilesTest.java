package io.espalier.optimizers.spec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.catalog.Faults;
import io.espalier.signatures.Signature;
import io.espalier.signatures.document.Document;
import io.espalier.signatures.document.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole study files with real programs, metrics and data. */
final class StudyFilesTest {
    private static final String STUDY =
            """
            version: 1
            name: ticket-intent
            program:
              module: chain-of-thought
              signature: "utterance: str -> intent: Literal['billing', 'shipping', 'other']"
              instruction: Find what the customer wants.
            data:
              train: data/train.jsonl
              split: {validation: 0.3}
              test: data/test.jsonl
            metric: exact
            optimizer:
              name: bootstrap-random-search
              candidates: 4
            models:
              task: {provider: openai, url: "http://127.0.0.1:8800/v1", model: synthlm, temperature: 0}
            budget: {metric-calls: 1000}
            seed: 7
            """;

    @TempDir Path folder = Path.of(".");

    @BeforeEach
    void writeData() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/train.jsonl"), rows(20));
        Files.writeString(folder.resolve("data/test.jsonl"), rows(5));
        Files.writeString(folder.resolve("data/empty.jsonl"), "");
    }

    private static String rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"utterance\": \"Invoice " + i + "\", \"intent\": \"billing\"}\n")
                .collect(Collectors.joining());
    }

    private StudyReader.Reading read(String text) throws IOException {
        return StudyFiles.read(
                Files.writeString(folder.resolve("study.yaml"), text), FramingResolver.NONE);
    }

    private StudySpec spec(String text) throws IOException {
        var reading = read(text);
        assertThat(reading.violations()).isEmpty();
        return requireNonNull(reading.spec());
    }

    @Test
    void file_withoutFaults_isAStudy() throws IOException {
        var spec = spec(STUDY);

        assertThat(spec.program().predictors()).hasSize(1);
        assertThat(spec.input().training()).hasSize(14);
        assertThat(spec.input().validation()).hasSize(6);
        assertThat(spec.optimizer().parameters().get("candidates").intValue()).isEqualTo(4);
    }

    @Test
    void file_withFiveFaults_namesFiveFieldsAndLines() throws IOException {
        var faulty =
                STUDY.replace("data/test.jsonl", "data/empty.jsonl")
                        .replace("metric: exact", "metric: {exact: [colour]}")
                        .replace("bootstrap-random-search", "bootstrap-random-serch")
                        .replace("http://127.0.0.1:8800/v1", "localhost")
                        .replace("metric-calls: 1000", "metric-calls: -1");

        assertThat(read(faulty).violations())
                .extracting(v -> v.line() + " " + v.field())
                .satisfiesExactly(
                        v -> assertThat(v).isEqualTo("10 data.test"),
                        v -> assertThat(v).startsWith("11 metric"),
                        v -> assertThat(v).isEqualTo("13 optimizer.name"),
                        v -> assertThat(v).isEqualTo("16 models.task.url"),
                        v -> assertThat(v).isEqualTo("17 budget.metric-calls"));
    }

    @Test
    void model_inAFolderWithoutTokenizer_isNamed() throws IOException {
        var onnx = STUDY.replaceAll("task: .*", "task: {provider: onnx, path: tiny}");
        assertThat(read(onnx).violations())
                .singleElement()
                .satisfies(v -> assertThat(v.field()).isEqualTo("models.task.path"))
                .satisfies(v -> assertThat(v.message()).contains("there is no folder"));

        Files.createDirectories(folder.resolve("tiny"));
        Files.writeString(folder.resolve("tiny/config.json"), "{}");
        assertThat(read(onnx).violations())
                .singleElement()
                .satisfies(v -> assertThat(v.message()).contains("has no tokenizer.json"));

        Files.writeString(folder.resolve("tiny/tokenizer.json"), "{}");
        assertThat(read(onnx).violations()).isEmpty();
    }

    @Test
    void metric_onAFieldThatNoRowHas_isTheMetricsFault() throws IOException {
        Files.writeString(
                folder.resolve("data/train.jsonl"), rows(9).replace("\"intent\"", "\"kind\""));
        assertThat(
                        read(STUDY.replace(
                                        "split: {validation: 0.3}", "validation: data/test.jsonl"))
                                .violations())
                .singleElement()
                .satisfies(v -> assertThat(v.field()).isEqualTo("metric"))
                .satisfies(v -> assertThat(v.message()).contains("'intent'"));
    }

    @Test
    void program_withAFault_isNamedBesideTheFaultsOfTheData() throws IOException {
        var faulty =
                STUDY.replace("utterance: str -> intent", "utterance: str > intent")
                        .replace("data/train.jsonl", "data/nowhere.jsonl");

        assertThat(read(faulty).violations())
                .extracting(Violation::field)
                .containsExactly("program.signature", "data.train");
    }

    @Test
    void program_ofAFile_isTheSameStudyAsInline() throws IOException {
        Files.writeString(
                folder.resolve("program.yaml"),
                """
                module: chain-of-thought
                signature: "utterance: str -> intent: Literal['billing', 'shipping', 'other']"
                instruction: Find what the customer wants.
                """);
        var from = STUDY.indexOf("program:");
        var inFile =
                STUDY.substring(0, from)
                        + "program: program.yaml\n"
                        + STUDY.substring(STUDY.indexOf("data:"));

        assertThat(spec(inFile).hash()).isEqualTo(spec(STUDY).hash());
    }

    @Test
    void program_ofAFileWithAFault_namesTheFileAndItsLine() throws IOException {
        Files.writeString(folder.resolve("program.yaml"), "module: predict\nsignature: 'a, b'\n");
        var from = STUDY.indexOf("program:");
        var inFile =
                STUDY.substring(0, from)
                        + "program: program.yaml\n"
                        + STUDY.substring(STUDY.indexOf("data:"));

        assertThat(read(inFile).violations())
                .singleElement()
                .satisfies(v -> assertThat(v.field()).isEqualTo("program"))
                .satisfies(v -> assertThat(v.message()).startsWith("program.yaml, line 2: "));
    }

    @Test
    void document_ofAFile_submittedWithDataByHash_isTheSameStudy() throws IOException {
        var spec = spec(STUDY);
        var reader =
                StudyFiles.submissions(
                        new DataResolver() {
                            @Override
                            public @Nullable LoadedData resolve(
                                    String reference,
                                    Signature signature,
                                    String field,
                                    Faults faults) {
                                var test = requireNonNull(spec.data().test());
                                if (reference.equals(test.hash())) return test;
                                assertThat(reference).isEqualTo(spec.data().train().hash());
                                return spec.data().train();
                            }
                        });

        var submitted = reader.read(Document.withoutLines(spec.document()));

        assertThat(submitted.hash()).isEqualTo(spec.hash());
        assertThat(submitted.input().validation()).isEqualTo(spec.input().validation());
    }

    @Test
    void text_thatIsNoYaml_isOneFault() throws IOException {
        assertThat(read("name: [").violations()).hasSize(1);
        assertThat(StudyFiles.read(folder.resolve("no.yaml"), FramingResolver.NONE).violations())
                .singleElement()
                .satisfies(v -> assertThat(v.message()).contains("no.yaml"));
    }
}
