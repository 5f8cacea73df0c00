package io.espalier.worker.onnx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.signatures.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelFolderTest {

    @TempDir Path folder;

    private void copy() throws IOException {
        Files.createDirectories(folder.resolve("onnx"));
        for (var name :
                List.of(
                        "config.json",
                        "tokenizer.json",
                        "tokenizer_config.json",
                        "generation_config.json",
                        "onnx/model.onnx")) {
            Files.copy(EmbeddedFolder.path().resolve(name), folder.resolve(name));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "config.json, config.json is missing",
        "tokenizer.json, tokenizer.json is missing",
        "onnx/model.onnx, onnx/model.onnx is missing",
        "tokenizer_config.json, no chat template"
    })
    void open_withoutAFile_namesIt(String name, String words) throws IOException {
        copy();
        Files.delete(folder.resolve(name));
        assertThatThrownBy(() -> OnnxModel.open(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource({
        "config.json, {, config.json is not JSON",
        "config.json, {}, max_position_embeddings",
        "tokenizer.json, {}, tokenizer.json cannot be loaded",
        "onnx/model.onnx, nonsense, ONNX Runtime cannot load",
        "tokenizer_config.json, '{\"chat_template\": \"{% macro m() %}\"}', supported part of Jinja"
    })
    void open_withABrokenFile_saysWhatIsWrong(String name, String content, String words)
            throws IOException {
        copy();
        Files.writeString(folder.resolve(name), content);
        assertThatThrownBy(() -> OnnxModel.open(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(words);
    }

    @Test
    void open_withoutTheFolder_saysSo() {
        assertThatThrownBy(() -> OnnxModel.open(folder.resolve("none")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("there is no such folder");
    }
}
