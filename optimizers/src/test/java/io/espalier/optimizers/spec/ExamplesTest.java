package io.espalier.optimizers.spec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.signatures.Signature;
import io.espalier.signatures.data.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every study in {@code examples/}, as it is shipped. */
final class ExamplesTest {
    private static final Path EXAMPLES = Path.of("../examples").toAbsolutePath().normalize();

    static List<Path> studies() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    private static StudySpec spec(Path file) {
        var reading = StudyFiles.read(file, FramingResolver.NONE);
        assertThat(reading.violations()).as("faults of " + EXAMPLES.relativize(file)).isEmpty();
        return requireNonNull(reading.spec());
    }

    @Test
    void examples_inTheirIndex_areAllNamed() throws IOException {
        var index = Files.readString(EXAMPLES.resolve("README.md"));
        assertThat(studies()).hasSizeGreaterThanOrEqualTo(3);
        for (var study : studies()) {
            var name = requireNonNull(study.getParent()).getFileName().toString();
            assertThat(index).contains("[" + name + "](" + name + "/)");
            assertThat(study.resolveSibling("README.md")).isNotEmptyFile();
        }
    }

    @ParameterizedTest
    @MethodSource("studies")
    void study_asShipped_hasNoFaultAndTestDataOfItsOwn(Path file) {
        var spec = spec(file);
        var input = spec.input();
        var folder = requireNonNull(file.getParent()).getFileName().toString();

        assertThat(spec.name()).startsWith(folder);
        assertThat(input.training()).hasSizeGreaterThanOrEqualTo(80);
        assertThat(input.validation()).hasSizeGreaterThanOrEqualTo(80);
        assertThat(input.test()).hasSizeGreaterThanOrEqualTo(150);

        var signature = spec.program().signature();
        var seen = new HashSet<String>();
        for (var rows : List.of(input.training(), input.validation(), input.test())) {
            for (var row : rows) {
                assertThat(seen.add(inputs(signature, row))).as("seen twice: " + row).isTrue();
            }
        }
    }

    private static String inputs(Signature signature, Example row) {
        return signature.inputs().stream()
                .map(field -> String.valueOf(row.fields().get(field.name())))
                .toList()
                .toString();
    }
}
