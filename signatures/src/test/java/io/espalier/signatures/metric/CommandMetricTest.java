package io.espalier.signatures.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that hang: nobody waits longer than the timeout, and nothing of them is left. */
@Timeout(60)
final class CommandMetricTest {
    private static final Example EXAMPLE = Example.of(Fields.of("team", "a"));
    private static final Fields PREDICTION = Fields.of("team", "b");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void command_thatHangsBehindAShell_isKilledAndStartedAgain() throws Exception {
        script(
                """
                if [ ! -e hung ]; then
                  trap '' TERM
                  echo $$ > hung
                  while :; do sleep 1; done
                fi
                while read -r line; do echo '{"score": 1}'; done
                """);
        try (var metric = metric("sh metric.sh; exit 3", Duration.ofSeconds(4))) {
            assertThatThrownBy(() -> metric.score(EXAMPLE, PREDICTION))
                    .isInstanceOf(MetricException.class)
                    .hasMessageContaining("gave no answer in 4 s");
            awaitEnd(pid("hung"));
            assertThat(metric.score(EXAMPLE, PREDICTION).value()).isEqualTo(1);
        }
    }

    @Test
    void command_thatDoesNotRead_timesOutAtALargeQuestion() {
        var large = Fields.of("team", "x".repeat(1 << 20)); // more than a pipe holds
        try (var metric = metric("sleep 600; true", Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> metric.score(EXAMPLE, large))
                    .isInstanceOf(MetricException.class)
                    .hasMessageContaining("gave no answer in 1 s");
        }
    }

    @Test
    void close_endsTheWholeTreeAndFailsWhatIsOpen() throws Exception {
        script("echo $$ > child; trap '' TERM; while :; do sleep 1; done");
        var metric = metric("sh metric.sh; exit 3", Duration.ofMinutes(10));
        var question = CompletableFuture.runAsync(() -> metric.score(EXAMPLE, PREDICTION));
        while (!Files.exists(folder.resolve("child")) || Files.size(folder.resolve("child")) < 2) {
            Thread.sleep(10);
        }
        metric.close();

        assertThatThrownBy(question::join).hasCauseInstanceOf(MetricException.class);
        awaitEnd(pid("child"));
        assertThatThrownBy(() -> metric.score(EXAMPLE, PREDICTION))
                .hasMessageContaining("was closed");
    }

    @Test
    void command_noSuchProgram_isNamed() {
        try (var metric = new CommandMetric(List.of("no-such-program-7"), folder.toString())) {
            assertThatThrownBy(() -> metric.score(EXAMPLE, PREDICTION))
                    .isInstanceOf(MetricException.class)
                    .hasMessageContaining("there is no program 'no-such-program-7'");
        }
    }

    private CommandMetric metric(String shell, Duration timeout) {
        return new CommandMetric(List.of("sh", "-c", shell), folder.toString(), timeout);
    }

    private void script(String text) throws Exception {
        Files.writeString(folder.resolve("metric.sh"), text);
    }

    private long pid(String file) throws Exception {
        return Long.parseLong(Files.readString(folder.resolve(file)).strip());
    }

    /** One that has ended, and that nobody has asked for its status, has no command any more. */
    private static void awaitEnd(long pid) throws InterruptedException {
        while (ProcessHandle.of(pid).flatMap(h -> h.info().command()).isPresent()) {
            Thread.sleep(10);
        }
    }
}
