package io.espalier.deploy.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.deploy.doctor.Diagnosis.Level;
import io.espalier.deploy.node.Home;
import io.espalier.signatures.dspy.UserPython;
import io.espalier.worker.hardware.Hardware;
import io.espalier.worker.provider.Finding;
import io.espalier.worker.provider.ModelPlaces;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {
    @TempDir Path folder;

    @Test
    void port_taken_isBadAndSaysWhatToDo() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var found = new PortCheck(other.getLocalPort()).look().getFirst();
            assertThat(found.level()).isEqualTo(Level.BAD);
            assertThat(found.finding()).contains("port " + other.getLocalPort() + " is taken");
            assertThat(found.advice()).contains("--port");
        }
        assertThat(new PortCheck(0).look().getFirst().level()).isEqualTo(Level.OK);
    }

    @Test
    void home_notThereYet_isFineAndIsNotMade() {
        var home = new Home(folder.resolve("a/b"));
        var found = new HomeCheck(home).look();
        assertThat(found.getFirst().level()).isEqualTo(Level.OK);
        assertThat(found.getFirst().finding()).endsWith("can be made");
        assertThat(home.folder()).doesNotExist();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void home_underAFile_isBad() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "");
        var home = new Home(file);
        // The folder around it is writable, but the home can never be made.
        assertThat(new HomeCheck(home).look().getFirst().level()).isEqualTo(Level.BAD);
    }

    @Test
    void disk_free_isJudgedByItsSize() {
        assertThat(HomeCheck.disk(50L << 20).level()).isEqualTo(Level.BAD);
        assertThat(HomeCheck.disk(500L << 20).level()).isEqualTo(Level.WARN);
        assertThat(HomeCheck.disk(5L << 30).level()).isEqualTo(Level.OK);
    }

    @Test
    void embeddedModel_notThere_isBad() {
        var found = new EmbeddedModelCheck(new ModelPlaces(folder)).look().getFirst();
        assertThat(found.level()).isEqualTo(Level.BAD);
        assertThat(found.finding()).contains(folder.resolve("embedded").toString());
    }

    @Test
    void providers_noneUsable_isBadAndSaysWhyEachIsNot() {
        var findings = Map.of("onnx", Finding.unusable("no native library"));
        var found = new ProvidersCheck(findings).look();
        assertThat(found).extracting(Diagnosis::level).containsExactly(Level.WARN, Level.BAD);
        assertThat(found.getFirst().finding()).isEqualTo("no native library");
    }

    @Test
    void python_notThere_isAWarning() {
        var python = new UserPython(folder.resolve("python"), "on PATH");
        var found = new PythonCheck(() -> python).look().getFirst();
        assertThat(found.level()).isEqualTo(Level.WARN);
        assertThat(found.finding()).contains("cannot be run");
        assertThat(found.advice()).contains("ESPALIER_PYTHON");
    }

    @Test
    void python_thatFails_isAWarningWithItsLastLine() throws Exception {
        var script =
                Files.writeString(folder.resolve("python"), "#!/bin/sh\necho broken\nexit 3\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        var found = new PythonCheck(() -> new UserPython(script, "on PATH")).look().getFirst();
        assertThat(found.level()).isEqualTo(Level.WARN);
        assertThat(found.finding()).contains("exit code 3: broken");
    }

    @Test
    void processes_here_canBeStarted() {
        assertThat(new ProcessCheck().look().getFirst().level()).isEqualTo(Level.OK);
    }

    @Test
    void mac_elsewhere_isNotChecked() {
        var linux = new Hardware(Hardware.System.LINUX, "x86_64", "c", 2, 2, 1L << 30);
        assertThat(new MacCheck(linux).look())
                .extracting(Diagnosis::finding)
                .containsExactly("not a Mac: CoreML and MLX not checked");
    }

    @Test
    void machine_oneCoreAndLittleHeap_warnsOfBoth() {
        var small = new Hardware(Hardware.System.LINUX, "x86_64", "c", 1, 1, 1L << 30);
        assertThat(new MachineCheck(small, 256L << 20).look())
                .extracting(Diagnosis::level)
                .containsExactly(Level.WARN, Level.WARN);
    }

    @Test
    void java_older_isBad() {
        assertThat(JavaCheck.version(Runtime.Version.parse("21.0.1"), "/jdk").level())
                .isEqualTo(Level.BAD);
        assertThat(JavaCheck.start(List.of("-XX:AOTCache=/x")).level()).isEqualTo(Level.OK);
    }
}
