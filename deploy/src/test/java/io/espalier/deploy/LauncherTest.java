package io.espalier.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's parts in a real bash, on machines made of folders. */
class LauncherTest {
    private static final Path SCRIPTS =
            Path.of("..", "scripts", "launcher").toAbsolutePath().normalize();

    @TempDir Path machine;

    @Test
    void jdk_olderJavaHomeAndNewerOneAside_takesTheNewer() throws Exception {
        var old = jdk("old", "JAVA_VERSION=\"17.0.2\"");
        var fresh = jdk("fresh", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.1\"");
        assertThat(bash("find_jdk && echo $jdk", Map.of("JAVA_HOME", old, "JAVA25_HOME", fresh)))
                .isEqualTo(fresh);
    }

    @Test
    void jdk_onlyInSdkman_isFound() throws Exception {
        var found = jdk("home/.sdkman/candidates/java/26-tem", "JAVA_VERSION=\"26\"");
        assertThat(
                        bash(
                                "find_jdk && echo $jdk",
                                Map.of("HOME", machine.resolve("home").toString())))
                .isEqualTo(found);
    }

    @Test
    void jdk_linkOnPath_isResolvedToItsHome() throws Exception {
        var home = jdk("opt/jdk", "JAVA_VERSION=\"25\"");
        var bin = Files.createDirectories(machine.resolve("bin"));
        Files.createSymbolicLink(machine.resolve("middle"), Path.of(home, "bin", "java"));
        Files.createSymbolicLink(bin.resolve("java"), Path.of("../middle"));
        assertThat(bash("find_jdk && echo $jdk", Map.of("PATH", bin + ":/usr/bin:/bin")))
                .isEqualTo(home);
    }

    @Test
    void jdk_runtimeWithoutCompiler_isNoJdk() throws Exception {
        var home = jdk("jre", "JAVA_VERSION=\"25\"");
        Files.delete(Path.of(home, "bin", "javac"));
        assertThat(bash("is_jdk '" + home + "' && echo yes || echo no", Map.of())).isEqualTo("no");
    }

    @Test
    void jdk_earlyAccessVersion_isReadByItsFirstNumber() throws Exception {
        assertThat(
                        bash(
                                "is_jdk '" + jdk("ea", "JAVA_VERSION=\"26-ea\"") + "' && echo yes",
                                Map.of()))
                .isEqualTo("yes");
        assertThat(
                        bash(
                                "is_jdk '"
                                        + jdk("eight", "JAVA_VERSION=\"1.8.0_400\"")
                                        + "' || echo no",
                                Map.of()))
                .isEqualTo("no");
    }

    @Test
    void build_sourceNewerThanStamp_isStale() throws Exception {
        var root = Files.createDirectories(machine.resolve("root with blank"));
        Files.createDirectories(root.resolve("worker/src/main"));
        Files.createDirectories(root.resolve("deploy/target/espalier/lib"));
        var source = Files.writeString(root.resolve("worker/src/main/A.java"), "a");
        Files.writeString(root.resolve("deploy/target/espalier/lib/espalier.jar"), "");
        var ask =
                "root='"
                        + root
                        + "'; . '"
                        + SCRIPTS
                        + "/build.sh'; is_stale && echo stale || echo fresh";
        assertThat(bash(ask, Map.of())).isEqualTo("stale");
        var stamp = Files.writeString(root.resolve("deploy/target/espalier/.built"), "");
        age(source, 60);
        age(root.resolve("worker/src/main"), 60);
        assertThat(bash(ask, Map.of())).isEqualTo("fresh");
        Files.delete(source); // a deletion changes the folder
        age(stamp, 30);
        assertThat(bash(ask, Map.of())).isEqualTo("stale");
    }

    @Test
    void lock_ofADeadProcess_isTakenOver() throws Exception {
        var root = Files.createDirectories(machine.resolve("root"));
        var lock = Files.createDirectories(root.resolve("target/.lock"));
        // No process has this id: it is above the largest that Linux and macOS give out.
        Files.writeString(lock.resolve("pid"), "99999999\n");
        assertThat(
                        bash(
                                "root='"
                                        + root
                                        + "'; . '"
                                        + SCRIPTS
                                        + "/build.sh'; take_lock; read owner <\"$root/target/.lock/pid\"; [ $owner = $$ ] && echo mine",
                                Map.of()))
                .isEqualTo("mine");
    }

    @Test
    void launcher_throughALinkFromElsewhere_startsTheApplicationWithTheWordsAsGiven()
            throws Exception {
        var root = Files.createDirectories(machine.resolve("clone with blank"));
        var scripts = Files.createDirectories(root.resolve("scripts/launcher"));
        try (var files = Files.list(SCRIPTS)) {
            for (var file : files.toList()) Files.copy(file, scripts.resolve(file.getFileName()));
        }
        Files.copy(
                SCRIPTS.resolve("../../espalier").normalize(),
                root.resolve("espalier"),
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        var app = Files.createDirectories(root.resolve("deploy/target/espalier/lib"));
        var jar = Files.writeString(app.resolve("espalier.jar"), "");
        Files.writeString(app.resolveSibling(".built"), "");
        var home = jdk("jdk", "JAVA_VERSION=\"25\"");
        Files.writeString(
                Path.of(home, "bin", "java"),
                "#!/bin/sh\nfor a in \"$@\"; do echo \"<$a>\"; done\n");
        Files.createSymbolicLink(machine.resolve("esp"), root.resolve("espalier"));
        var printed =
                bash(
                        "cd / && '" + machine.resolve("esp") + "' list --home 'a b'",
                        Map.of("JAVA_HOME", home, "ESPALIER_WARM_UP", "0"));
        assertThat(printed)
                .endsWith("<-jar>\n<" + jar.toRealPath() + ">\n<list>\n<--home>\n<a b>")
                .contains("<-XX:TieredStopAtLevel=1>")
                .contains("<-Despalier.command=" + machine.resolve("esp") + ">");
        assertThat(
                        bash(
                                "'" + machine.resolve("esp") + "' run x.yaml",
                                Map.of("JAVA_HOME", home, "ESPALIER_WARM_UP", "0")))
                .doesNotContain("TieredStopAtLevel");
    }

    private static void age(Path file, int seconds) throws IOException {
        Files.setLastModifiedTime(
                file,
                java.nio.file.attribute.FileTime.from(
                        java.time.Instant.now().minusSeconds(seconds)));
    }

    private String jdk(String folder, String release) throws IOException {
        var home = machine.resolve(folder);
        Files.createDirectories(home.resolve("bin"));
        for (var tool : new String[] {"java", "javac"}) {
            var file = Files.writeString(home.resolve("bin").resolve(tool), "#!/bin/sh\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(home.resolve("release"), release + "\n");
        return home.toRealPath().toString();
    }

    private String bash(String script, Map<String, String> environment) throws Exception {
        var process =
                new ProcessBuilder(
                        "bash",
                        "-c",
                        "say() { echo \"$*\"; }; . '" + SCRIPTS + "/jdk.sh'; " + script);
        process.environment()
                .keySet()
                .removeIf(name -> name.startsWith("JAVA") || name.startsWith("JDK"));
        process.environment().putAll(environment);
        var running = process.redirectErrorStream(true).start();
        var text = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return text.strip();
    }
}
