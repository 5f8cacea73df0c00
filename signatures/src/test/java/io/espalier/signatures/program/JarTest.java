package io.espalier.signatures.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JarTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void classes_ofOneContent_areLoadedOnceAndOfAnotherAnew() throws Exception {
        var file = Files.writeString(folder.resolve("a.jar"), "one build");
        var first = Jar.at(file.toString());
        assertThat(Jar.at(file.toString()).classes()).isSameAs(first.classes());

        Files.writeString(file, "two build"); // as long as the first
        var second = Jar.at(file.toString());
        assertThat(second.classes()).isNotSameAs(first.classes());
        assertThat(second.sha256()).isNotEqualTo(first.sha256());
    }

    @Test
    void jar_thatIsNotThere_isRefused() {
        assertThatThrownBy(() -> Jar.at(folder.resolve("b.jar").toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no jar");
    }
}
