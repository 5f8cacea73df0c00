package io.espalier.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.deploy.print.Output;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Commands that look things up and start nothing. */
class CatalogCommandsTest {
    @TempDir Path home;

    @ParameterizedTest
    @MethodSource("commands")
    void help_everyCommand_isTextOnStandardOutput(String command) {
        var use = CommandLineUse.of(command, "--help", "--home", home.resolve("none"));
        assertThat(use.code()).as(use.err()).isZero();
        assertThat(use.out()).contains("Usage: espalier " + command).contains("--home");
        assertThat(use.err()).isEmpty();
        assertThat(home.resolve("none")).doesNotExist();
    }

    static Stream<String> commands() {
        return Commands.all(new GlobalOptions(), Output.ofProcess()).stream()
                .map(command -> new CommandLine(command).getCommandName());
    }

    @Test
    void reads_homeThatDoesNotExist_makeNothing() {
        var none = home.resolve("none");
        var list = CommandLineUse.of("list", "--home", none);
        assertThat(list.code()).isZero();
        assertThat(list.out()).contains("no studies yet");
        var show = CommandLineUse.of("show", "x", "--home", none, "--json");
        assertThat(show.code()).isEqualTo(1);
        assertThat(show.json().at("/error/code").asString()).isEqualTo("NOT_FOUND");
        assertThat(none).doesNotExist();
    }

    @Test
    void node_takenPort_saysSoAndMakesNothing() throws Exception {
        var none = home.resolve("none");
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var use =
                    CommandLineUse.of(
                            "node", "--port", taken.getLocalPort(), "--home", none, "--json");
            assertThat(use.code()).isEqualTo(3);
            assertThat(use.json().at("/error/code").asString()).isEqualTo("PORT_IN_USE");
        }
        assertThat(none).doesNotExist();
    }

    @Test
    void optimizers_json_isOneObjectALine() {
        var use = CommandLineUse.of("optimizers", "--json");
        assertThat(use.code()).isZero();
        assertThat(use.jsonLines())
                .hasSizeGreaterThan(2)
                .allMatch(line -> line.path("parameters").isArray());
    }

    @Test
    void optimizers_oneByName_listsItsParameters() {
        assertThat(CommandLineUse.of("optimizers", "bootstrap-few-shot").out())
                .contains("max-bootstrapped")
                .contains("default 4");
    }

    @Test
    void optimizers_misspelt_suggestsTheRightOne() {
        var use = CommandLineUse.of("optimizers", "bootstrap-fewshot", "--json");
        assertThat(use.code()).isEqualTo(2);
        assertThat(use.json().at("/error/code").asString()).isEqualTo("UNKNOWN_OPTIMIZER");
        assertThat(use.json().at("/error/message").asString())
                .contains("did you mean 'bootstrap-few-shot'");
    }

    @Test
    void schema_studyAndProgram_areSchemas() {
        assertThat(CommandLineUse.of("schema").json().path("title").asString())
                .isEqualTo("Espalier study");
        var program = CommandLineUse.of("schema", "program", "--json");
        assertThat(program.out().lines()).hasSize(1);
        assertThat(program.json().path("title").asString()).isEqualTo("Espalier program");
        assertThat(CommandLineUse.of("schema", "song").code()).isEqualTo(2);
    }

    @Test
    void models_json_namesProvidersAndTheEmbeddedModel() {
        var use = CommandLineUse.of("models", "--json");
        assertThat(use.code()).isZero();
        assertThat(use.json().path("providers").findValuesAsString("name"))
                .contains("onnx", "openai");
        assertThat(use.json().at("/embedded/folder").asString()).endsWith("embedded");
    }

    @Test
    void doctor_json_hasAStateForEveryCheck() {
        var use = CommandLineUse.of("doctor", "--json", "--home", home);
        var checks = use.json().path("checks");
        assertThat(checks.findValuesAsString("name"))
                .contains("jdk", "cores", "memory", "onnx", "home", "disk", "port", "processes");
        assertThat(checks.findValuesAsString("state")).isSubsetOf("ok", "warn", "bad");
        var bad = checks.findValuesAsString("state").contains("bad");
        assertThat(use.json().path("ok").asBoolean()).isEqualTo(!bad);
        assertThat(use.code()).isEqualTo(bad ? 3 : 0);
    }

    @Test
    void commands_unknown_isUsageAlsoAsJson() {
        var use = CommandLineUse.of("lst", "--json");
        assertThat(use.code()).isEqualTo(2);
        assertThat(use.json().at("/error/code").asString()).isEqualTo("USAGE");
        assertThat(use.json().at("/error/message").asString()).contains("list");
    }

    @Test
    void commands_none_showsHelpAndIsUsage() {
        var use = CommandLineUse.of();
        assertThat(use.code()).isEqualTo(2);
        assertThat(use.out()).contains("run").contains("doctor").doesNotContain("warm-up");
    }
}
