package io.espalier.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {
    @TempDir Path folder;
    private final FakeNode node = new FakeNode();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void predict_oneInput_printsItsFields() {
        var use = predict("--input", "{\"text\": \"hello\"}");
        assertThat(use.code()).isZero();
        assertThat(use.out()).isEqualTo("  answer: hello\n");
        assertThat(node.predicted.getFirst().getProgram()).isEqualTo("tickets@1");
    }

    @Test
    void predict_json_isOneObjectAnInput() {
        var use = predict("--input", "{\"text\": \"a\"}", "--input", "{\"text\": \"b\"}", "--json");
        assertThat(use.jsonLines())
                .extracting(line -> line.at("/outputs/answer").asString())
                .containsExactly("a", "b");
        assertThat(use.jsonLines().getFirst().path("release").asString()).isEqualTo("tickets@1");
    }

    @Test
    void predict_longFile_goesInBatchesInOrder() throws Exception {
        var rows =
                IntStream.range(0, 450)
                        .mapToObj(i -> "{\"text\": \"" + i + "\"}\n\n")
                        .collect(Collectors.joining());
        var file = Files.writeString(folder.resolve("in.jsonl"), rows);
        var use = predict("--inputs", file.toString(), "--json");
        assertThat(use.jsonLines()).hasSize(450);
        assertThat(use.jsonLines().getLast().at("/outputs/answer").asString()).isEqualTo("449");
        assertThat(node.predicted).hasSize(3);
    }

    @Test
    void predict_oneWithoutAnswer_exitsWithOneAndKeepsTheOthers() {
        var use = predict("--input", "{\"text\": \"\"}", "--input", "{\"text\": \"b\"}", "--json");
        assertThat(use.code()).isEqualTo(1);
        var error = use.jsonLines().getFirst().path("error");
        assertThat(error.path("code").asString()).isEqualTo("INVALID_INPUT");
        assertThat(error.path("message").asString()).contains("text is empty");
        assertThat(use.jsonLines().getLast().at("/outputs/answer").asString()).isEqualTo("b");
    }

    @Test
    void predict_badRows_areNamedByLineAndNothingIsSent() throws Exception {
        var file =
                Files.writeString(
                        folder.resolve("in.jsonl"), "{\"text\": \"a\"}\n[1]\n{\"text\": \n");
        var use = predict("--inputs", file.toString(), "--json");
        assertThat(use.code()).isEqualTo(2);
        assertThat(use.json().at("/error/violations").findValuesAsString("line"))
                .containsExactly("2", "3");
        assertThat(node.predicted).isEmpty();
    }

    @Test
    void predict_onlyInputIsInvalid_isAnInvalidInput() {
        var use = predict("--input", "{\"text\": \"\"}", "--json");
        assertThat(use.code()).isEqualTo(2);
        assertThat(use.json().at("/error/code").asString()).isEqualTo("INVALID_INPUT");
        assertThat(use.json().at("/error/violations/0/message").asString())
                .contains("text is empty");
    }

    @Test
    void predict_noInput_isUsage() {
        var use = predict();
        assertThat(use.code()).isEqualTo(2);
        assertThat(use.err()).contains("--input");
    }

    private CommandLineUse predict(String... more) {
        var all = new java.util.ArrayList<Object>(java.util.List.of("predict", "tickets@1"));
        all.addAll(java.util.List.of(more));
        all.add("--server");
        all.add(node.address());
        return CommandLineUse.of(all.toArray());
    }
}
