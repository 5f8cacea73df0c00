package io.espalier.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
    @TempDir Path folder;

    @Test
    void validate_wholeStudy_saysWhatItIs() throws Exception {
        var file = StudyFolder.write(folder, StudyFolder.STUDY);
        var use = CommandLineUse.of("validate", file, "--json");
        assertThat(use.code()).isZero();
        assertThat(use.json().path("valid").asBoolean()).isTrue();
        assertThat(use.json().at("/examples/train").asInt()).isEqualTo(14);
        assertThat(use.json().at("/examples/validation").asInt()).isEqualTo(6);
        assertThat(use.json().at("/examples/test").asInt()).isEqualTo(10);
    }

    @Test
    void validate_fiveFaults_namesAllWithFieldAndLine() throws Exception {
        var text =
                StudyFolder.STUDY
                        .replace("train: train.jsonl", "train: empty.jsonl")
                        .replace("metric: exact", "metric: {f1: total}")
                        .replace("labeled-few-shot", "labelled-few-shot")
                        .replace("metric-calls: 100", "metric-calls: none")
                        .replace("seed: 7", "sed: 7");
        var file = StudyFolder.write(folder, text);
        var use = CommandLineUse.of("validate", file, "--json");
        assertThat(use.code()).isEqualTo(2);
        var error = use.json().path("error");
        assertThat(error.path("code").asString()).isEqualTo("INVALID_STUDY");
        var places =
                error.path("violations")
                        .valueStream()
                        .map(v -> v.path("field").asString() + " at " + v.path("line").asInt())
                        .toList();
        assertThat(places)
                .containsExactlyInAnyOrder(
                        "data.train at 7",
                        "metric.f1 at 9",
                        "optimizer.name at 10",
                        "budget.metric-calls at 11",
                        "sed at 12");
        var plain = CommandLineUse.of("validate", file);
        assertThat(plain.code()).isEqualTo(2);
        assertThat(plain.out()).isEmpty();
        assertThat(plain.err())
                .contains("5 faults")
                .contains("study.yaml:10: optimizer.name: ")
                .contains("did you mean 'labeled-few-shot'?")
                .contains("study.yaml:12: sed: ");
    }

    @Test
    void validate_faultsOfProgramAndMetric_namesBothWithWhatWasMeant() throws Exception {
        var text =
                StudyFolder.STUDY
                        .replace("module: ", "module: x-")
                        .replace("metric: exact", "metric: {wieghted: {a: exact}}");
        assertThat(text).contains("x-");
        var use = CommandLineUse.of("validate", StudyFolder.write(folder, text));
        assertThat(use.code()).isEqualTo(2);
        assertThat(use.err())
                .contains("2 faults", "program.module")
                .contains("names no metric but 'wieghted', did you mean 'weighted'?");
    }

    @Test
    void validate_programFile_isReadAsOne() throws Exception {
        var good = Files.writeString(folder.resolve("p.yaml"), "signature: \"a, b -> c\"\n");
        var use = CommandLineUse.of("validate", good);
        assertThat(use.code()).isZero();
        assertThat(use.out()).contains("a valid program, a, b -> c");
        var bad =
                Files.writeString(
                        folder.resolve("q.yaml"), "module: think\nsignature: \"a -> b\"\n");
        var faulty = CommandLineUse.of("validate", bad, "--json");
        assertThat(faulty.code()).isEqualTo(2);
        assertThat(faulty.json().at("/error/code").asString()).isEqualTo("INVALID_PROGRAM");
        assertThat(faulty.json().at("/error/violations/0/line").asInt()).isEqualTo(1);
    }

    @Test
    void validate_missingFile_isOneSentence() {
        var use = CommandLineUse.of("validate", folder.resolve("none.yaml"));
        assertThat(use.code()).isEqualTo(2);
        assertThat(use.err()).startsWith("espalier: there is no file ").doesNotContain("fault");
    }

    @Test
    void validate_modelFolderWithoutTokenizer_namesTheFile() throws Exception {
        Files.createDirectories(folder.resolve("m"));
        Files.writeString(folder.resolve("m/config.json"), "{}");
        var file =
                StudyFolder.write(
                        folder, StudyFolder.STUDY + "models: {task: {provider: onnx, path: m}}\n");
        var use = CommandLineUse.of("validate", file);
        assertThat(use.code()).isEqualTo(2);
        assertThat(use.err())
                .contains("study.yaml:13: models.task.path: ")
                .contains("tokenizer.json");
    }
}
