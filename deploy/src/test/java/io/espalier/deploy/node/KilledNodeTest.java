package io.espalier.deploy.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.signatures.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The promise, kept by real processes: {@code kill -9}, start again, and nothing is run twice. */
class KilledNodeTest {
    @TempDir Path folder;

    @Test
    void run_killedInMidStudy_finishesWithoutRepeatingARecordedJob() throws Exception {
        try (var metric = new CountingMetric()) {
            var study = TestStudies.file(folder, "killed", metric.url(), 40);
            var home = new Home(folder.resolve("home"));
            metric.holdAfter(50);
            var first = start(study, home);
            assertThat(metric.wasCalled(50, first::isAlive)).as(said()).isTrue();
            Thread.sleep(1500); // finished jobs are told every half second
            first.destroyForcibly().waitFor();
            var before = RecordedJobs.in(home);
            assertThat(before).as("recorded before the kill").hasSizeGreaterThan(20);

            metric.release();
            int asked = metric.calls();
            var result = end(start(study, home));
            var all = RecordedJobs.in(home);
            assertThat(result.path("state").asString()).isEqualTo("finished");
            assertThat(result.path("replayed").asInt()).isEqualTo(before.size());
            assertThat(all).containsAllEntriesOf(before);
            // What the model wrote for the others could not be parsed: the metric was not asked.
            var judged = all.entrySet().stream().filter(job -> job.getValue());
            var judgedBefore = before.values().stream().filter(scored -> scored);
            assertThat(metric.calls() - asked)
                    .as("metric calls after the kill")
                    .isEqualTo((int) (judged.count() - judgedBefore.count()))
                    .isPositive();

            var undisturbed = end(start(study, new Home(folder.resolve("other"))));
            for (var member : List.of("validation", "test", "metric_calls", "model_calls")) {
                assertThat(result.path(member)).as(member).isEqualTo(undisturbed.path(member));
            }
            assertThat(learned(home)).isEqualTo(learned(new Home(folder.resolve("other"))));
        }
    }

    private JsonNode learned(Home home) throws Exception {
        var shown = end(java(home, "show", "killed"));
        return shown.path("program").path("state");
    }

    private Process start(Path study, Home home) throws Exception {
        return java(home, "run", study.toString());
    }

    private Process java(Home home, String... command) throws Exception {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(
                List.of(
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.espalier.deploy.Espalier"));
        words.addAll(List.of(command));
        words.addAll(List.of("--json", "--home", home.folder().toString()));
        return new ProcessBuilder(words)
                .redirectError(folder.resolve("stderr").toFile())
                .redirectOutput(folder.resolve("stdout").toFile())
                .start();
    }

    private JsonNode end(Process process) throws Exception {
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ended").isTrue();
        assertThat(process.exitValue()).as(said()).isZero();
        return Json.parse(Files.readString(folder.resolve("stdout")));
    }

    private String said() throws Exception {
        return Files.readString(folder.resolve("stdout"))
                + Files.readString(folder.resolve("stderr"));
    }
}
