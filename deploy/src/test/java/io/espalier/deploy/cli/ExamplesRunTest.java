package io.espalier.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.deploy.Distribution;
import io.espalier.worker.openai.SynthLm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The examples on an OpenAI-compatible endpoint, as a user runs them: whole studies on a node. */
final class ExamplesRunTest {
    @RegisterExtension static final SynthLm SYNTHLM = SynthLm.world(0);

    @TempDir Path folder = Path.of(".");

    /** The least gain lies between nothing learned and what was measured: 0.19 and 0.22 or more. */
    @ParameterizedTest
    @CsvSource({"remote-intent, 200, 0.1", "remote-hop, 150, 0.1"})
    void remoteExample_run_doesBetterOnRowsItNeverSaw(String name, int rows, double least)
            throws IOException {
        var result = run(copy(name).resolve("study.yaml"));

        assertThat(result.at("/state").asString()).isEqualTo("finished");
        assertThat(result.at("/test/examples").asInt()).isEqualTo(rows);
        var before = result.at("/test/before").asDouble();
        var after = result.at("/test/after").asDouble();
        assertThat(after - before).as("test %s -> %s", before, after).isGreaterThan(least);
    }

    private JsonNode run(Path study) {
        var use = CommandLineUse.of("run", study, "--json", "--home", folder.resolve("home"));
        assertThat(use.code()).as(use.err()).isZero();
        return use.json();
    }

    /** The example with the endpoint of this test in place of the one that a user starts. */
    private Path copy(String name) throws IOException {
        var example = Distribution.find().examples().resolve(name);
        var copy = folder.resolve(name);
        try (Stream<Path> files = Files.walk(example)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = copy.resolve(example.relativize(file).toString());
                Files.createDirectories(target.resolveSibling("."));
                var text = Files.readString(file);
                Files.writeString(target, text.replace("http://127.0.0.1:8800", SYNTHLM.root()));
            }
        }
        return copy;
    }
}
