package io.espalier.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import io.espalier.coordinator.wire.Structs;
import io.espalier.deploy.print.ProtoJson;
import io.espalier.signatures.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DSPy itself makes of the files is tested beside the code that writes them. */
class DspyCommandsTest {
    private static final String STATE =
            """
            {"predict": {"traces": [], "train": [],
              "demos": [{"augmented": true, "question": "q", "reasoning": "r", "score": 1.0}, {"question": "p", "score": 0.5}],
              "signature": {"instructions": "Judge it.", "fields": [
                {"prefix": "Question:", "description": "what is asked"}, {"prefix": "Reasoning:", "description": "${reasoning}"},
                {"prefix": "Score:", "description": "${score}"}]},
              "lm": null},
             "metadata": {"dependency_versions": {"python": "3.11", "dspy": "3.4.1", "cloudpickle": "3.1"}}}
            """;

    @TempDir Path folder;
    private final FakeNode node = new FakeNode();
    private Path state = Path.of("");
    private Path program = Path.of("");

    @BeforeEach
    void write() throws IOException {
        state = Files.writeString(folder.resolve("state.json"), STATE);
        program =
                Files.writeString(
                        folder.resolve("my judge.yaml"),
                        "module: chain-of-thought\nsignature: \"question -> score: float\"\n");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void import_ofAState_sendsProgramStateAndModel() {
        var use =
                CommandLineUse.of(
                        "import",
                        "--dspy",
                        state,
                        "--program",
                        program,
                        "--model",
                        "{\"provider\": \"openai\", \"url\": \"http://127.0.0.1:1/v1\", \"model\": \"m\"}",
                        "--adapter",
                        "json",
                        "--json",
                        "--server",
                        node.address());

        assertThat(use.code()).as(use.err()).isZero();
        assertThat(use.json().path("release").asString()).isEqualTo("my-judge@1");
        var sent = node.imported.getFirst();
        assertThat(sent.getAdapter()).isEqualTo("json");
        assertThat(sent.hasFraming()).isFalse();
        assertThat(ProtoJson.of(sent.getModelsOrThrow("task")).path("model").asString())
                .isEqualTo("m");
        var learned = ProtoJson.of(sent.getState()).path("predict");
        assertThat(learned.path("instruction").asString()).isEqualTo("Judge it.");
        assertThat(learned.at("/descriptions/question").asString()).isEqualTo("what is asked");
        assertThat(learned.path("demos")).hasSize(2);
    }

    @Test
    void import_ofAnotherProgramsState_namesTheFaultAndStartsNothing() throws IOException {
        var other =
                Files.writeString(folder.resolve("p.yaml"), "signature: \"question -> answer\"\n");

        var use =
                CommandLineUse.of(
                        "import",
                        "--dspy",
                        state,
                        "--program",
                        other,
                        "--json",
                        "--server",
                        node.address());

        assertThat(use.code()).isEqualTo(2);
        assertThat(use.json().at("/error/code").asString()).isEqualTo("INVALID_STATE");
        assertThat(use.json().at("/error/message").asString())
                .contains("state.json")
                .contains("expected 2 fields (question, answer)");
        assertThat(node.imported).isEmpty();
    }

    @Test
    void import_ofWhatIsNoJson_saysSo() throws IOException {
        Files.writeString(state, "cos\nsystem");
        var use =
                CommandLineUse.of(
                        "import",
                        "--dspy",
                        state,
                        "--program",
                        program,
                        "--server",
                        node.address());
        assertThat(use.code()).isEqualTo(2);
        assertThat(use.err()).contains("state.json").contains("not JSON");
    }

    @Test
    void import_withoutAProgram_isUsage() {
        assertThat(CommandLineUse.of("import", "--dspy", state).code()).isEqualTo(2);
    }

    @Test
    void export_ofAResult_writesWhatDspyLoads() throws IOException {
        node.program
                .setRelease("judge@3")
                .setProgram(
                        Structs.struct(
                                Json.parse(
                                        "{\"module\": \"chain-of-thought\", \"signature\": \"question -> score: float\"}")))
                .setState(
                        Structs.struct(
                                Json.parse(
                                        "{\"predict\": {\"instruction\": \"Judge it.\", \"demos\": [{\"values\":"
                                                + " {\"question\": \"q\", \"score\": 1.0}, \"augmented\": true}]}}")));
        var file = folder.resolve("out.json");

        var use =
                CommandLineUse.of(
                        "export", "judge@3", "--dspy", file, "--json", "--server", node.address());

        assertThat(use.code()).as(use.err()).isZero();
        assertThat(use.json().path("release").asString()).isEqualTo("judge@3");
        var entry = Json.parse(Files.readString(file)).path("predict");
        assertThat(entry.at("/signature/instructions").asString()).isEqualTo("Judge it.");
        // The wire knows one kind of number: a float is a float again.
        assertThat(Json.write(entry.path("demos")))
                .isEqualTo("[{\"augmented\":true,\"question\":\"q\",\"score\":1.0}]");
    }

    @Test
    void export_whereNothingCanBeWritten_isTheEnvironmentsFault() {
        node.program.setProgram(
                Structs.struct(Json.parse("{\"signature\": \"question -> answer\"}")));
        var use =
                CommandLineUse.of(
                        "export",
                        "x",
                        "--dspy",
                        folder.resolve("no/such/folder.json"),
                        "--server",
                        node.address());
        assertThat(use.code()).isEqualTo(3);
        assertThat(use.err()).contains("cannot write");
    }

    @Test
    void export_ofAnUnknownStudy_isRefusedByTheNode() {
        node.refusal = FakeNode.error(Code.NOT_FOUND, "UNKNOWN_STUDY", "no study 'x'");
        var file = folder.resolve("out.json");
        var use = CommandLineUse.of("export", "x", "--dspy", file, "--server", node.address());
        assertThat(use.code()).isNotZero();
        assertThat(file).doesNotExist();
    }

    /** Through a real node: what went in comes out. */
    @Test
    void export_ofAnImportedRelease_isTheStateThatWasImported() throws IOException {
        var home = folder.resolve("home");
        var in =
                CommandLineUse.of(
                        "import",
                        "--dspy",
                        state,
                        "--program",
                        program,
                        "--name",
                        "judge",
                        "--home",
                        home,
                        "--json");
        assertThat(in.code()).as(in.err()).isZero();
        assertThat(in.json().path("release").asString()).isEqualTo("judge@1");

        var file = folder.resolve("out.json");
        var out = CommandLineUse.of("export", "judge@1", "--dspy", file, "--home", home);
        assertThat(out.code()).as(out.err()).isZero();

        assertThat(Json.write(Json.parse(Files.readString(file)).path("predict")))
                .isEqualTo(Json.write(Json.parse(STATE).path("predict")));
    }
}
