package io.espalier.signatures.dspy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.signatures.adapter.Framing;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.python.TestPython;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DspyFramingTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path folder;

    /** Any program in Python's place, that answers with these shell commands. */
    private UserPython python(String shell) throws IOException {
        var file = folder.resolve("python");
        Files.writeString(file, "#!/bin/sh\n" + shell + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return new UserPython(file, "of the test");
    }

    @Test
    void read_fromTheRealPackage_isAFramingThatSurvivesJson() {
        var framing = DspyFraming.read(new UserPython(TestPython.executable(), "of the tests"));

        assertThat(framing.name()).isEqualTo("dspy-" + DspyFraming.TESTED);
        assertThat(Framing.of(Json.parse(Json.write(framing.toJson())))).isEqualTo(framing);
        assertThat(framing.hash()).isNotEqualTo(Framing.DEFAULT.hash());
    }

    @Test
    void read_twice_isTheSame() {
        var python = new UserPython(TestPython.executable(), "of the tests");

        assertThat(DspyFraming.read(python).hash()).isEqualTo(DspyFraming.read(python).hash());
    }

    @Test
    void read_withoutDspy_saysHowToInstallIt() throws IOException {
        // The same Python, without its packages.
        var bare = python("exec " + TestPython.executable() + " -S \"$@\"");

        assertThatThrownBy(() -> DspyFraming.read(bare))
                .isInstanceOf(DspyException.class)
                .hasMessageContaining("has no DSPy")
                .hasMessageContaining("pip install dspy==3.4.1")
                .hasMessageContaining("ESPALIER_PYTHON")
                .hasMessageContaining(bare.executable().toString());
    }

    @Test
    void read_aDspyThatTheProbeFailsOn_namesItsVersion() throws IOException {
        var package_ = Files.createDirectories(folder.resolve("fake/dspy"));
        Files.writeString(package_.resolve("__init__.py"), "__version__ = '9.9'\n");
        var other =
                python(
                        "PYTHONPATH="
                                + folder.resolve("fake")
                                + " exec "
                                + TestPython.executable()
                                + " \"$@\"");

        assertThatThrownBy(() -> DspyFraming.read(other))
                .isInstanceOf(DspyException.class)
                .hasMessageContaining("DSPy 9.9")
                .hasMessageContaining("does not understand");
    }

    @Test
    void read_aDspyWhoseSamplesComeOutOtherwise_isRefused() {
        // As if a version wrote its prompts otherwise than the probe found.
        var script =
                DspyFraming.script()
                        .replace(
                                "\"messages\": self.render",
                                "\"messages\": [{\"role\": \"system\", \"content\": \"x\"}] or self.render");
        var python = new UserPython(TestPython.executable(), "of the tests");

        assertThatThrownBy(() -> DspyFraming.read(python, script, LONG))
                .isInstanceOf(DspyException.class)
                .hasMessageContaining("sample prompts came out otherwise")
                .hasMessageContaining("DSPy 3.4.1");
    }

    @Test
    void read_aPythonThatHangs_isStopped() throws IOException {
        var hanging = python("exec sleep 600");

        assertThatThrownBy(() -> DspyFraming.read(hanging, "", Duration.ofMillis(300)))
                .isInstanceOf(DspyException.class)
                .hasMessageContaining("was stopped")
                .hasMessageContaining("import dspy");
    }

    @Test
    void read_aProgramThatAnswersNothing_showsWhatItWrote() throws IOException {
        var broken = python("echo 'no such library' >&2; exit 7");

        assertThatThrownBy(() -> DspyFraming.read(broken, "", LONG))
                .isInstanceOf(DspyException.class)
                .hasMessageContaining("status 7")
                .hasMessageContaining("no such library");
    }

    @Test
    void find_aNamedPython_comesFirst() throws IOException {
        var named = python("true").executable();

        var found =
                UserPython.find(
                        Map.of("ESPALIER_PYTHON", named.toString(), "VIRTUAL_ENV", "/nowhere"));

        assertThat(found.executable()).isEqualTo(named);
        assertThat(found.toString()).contains("ESPALIER_PYTHON");
    }

    @Test
    void find_anActiveEnvironment_comesBeforeThePath() throws IOException {
        var bin = Files.createDirectories(folder.resolve("env/bin"));
        var file = Files.move(python("true").executable(), bin.resolve("python"));

        var found =
                UserPython.find(
                        Map.of("VIRTUAL_ENV", folder.resolve("env").toString(), "PATH", "/bin"));

        assertThat(found.executable()).isEqualTo(file);
    }

    @Test
    void find_nothing_saysWhatToDo() {
        assertThatThrownBy(() -> UserPython.find(Map.of("PATH", folder.toString())))
                .isInstanceOf(DspyException.class)
                .hasMessageContaining("install Python")
                .hasMessageContaining("ESPALIER_PYTHON");
        assertThatThrownBy(() -> UserPython.find(Map.of("ESPALIER_PYTHON", "/no/python")))
                .isInstanceOf(DspyException.class)
                .hasMessageContaining("/no/python");
    }
}
