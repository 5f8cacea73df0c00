package io.espalier.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.deploy.Distribution;
import io.espalier.deploy.node.EmbeddedNode;
import io.espalier.deploy.node.Home;
import io.espalier.deploy.node.NodeFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sun.misc.Signal;

/** Commands that start a node of their own: the real one, over a home of the test's. */
class OwnNodeTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir Path folder;
    private Home home = new Home(Path.of("home"));

    @BeforeEach
    void makeHome() {
        home = new Home(folder.resolve("home"));
    }

    @Test
    void run_thenShowAndPredict_readTheSameJournal() throws Exception {
        var file = StudyFolder.write(folder, StudyFolder.STUDY);
        var run = use("run", file, "--json");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.json().path("state").asString()).isEqualTo("finished");
        assertThat(run.json().path("release").asString()).isEqualTo("tickets@1");
        var shown = use("show", "tickets", "--json").json();
        assertThat(shown.path("study")).isEqualTo(run.json().path("study"));
        assertThat(shown.at("/program/state").isEmpty()).isFalse();
        var predicted = use("predict", "tickets", "--input", "{\"text\": \"ticket 3\"}", "--json");
        assertThat(predicted.code()).as(predicted.out()).isZero();
        assertThat(predicted.json().at("/outputs/answer").isString()).isTrue();
    }

    @Test
    void run_stoppedAndRunAgain_continuesTheSameStudy() throws Exception {
        var file = Distribution.find().examples().resolve("ticket-team/study.yaml");
        var first = CompletableFuture.supplyAsync(() -> use("run", file));
        await().atMost(PATIENCE).until(() -> NodeFile.running(home).isPresent());
        await().atMost(PATIENCE).until(() -> use("list", "--json").out().contains("running"));
        // Not INT: a JVM that a shell started in the background ignores that one.
        Signal.raise(new Signal("TERM"));
        var stopped = first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(stopped.code()).isEqualTo(143);
        assertThat(stopped.err()).contains("Continue it with: ").contains("run " + file);
        assertThat(NodeFile.running(home)).isEmpty();

        var second = use("run", file, "--json");
        assertThat(second.code()).as(second.err()).isZero();
        var studies = use("list", "--json").jsonLines();
        assertThat(studies).hasSize(1);
        assertThat(studies.getFirst().path("study")).isEqualTo(second.json().path("study"));
    }

    @Test
    void node_running_isReadyKeepsItsHomeAndPortAndStopsOnASignal() throws Exception {
        var node = CompletableFuture.supplyAsync(() -> use("node", "--json"));
        await().atMost(PATIENCE).until(() -> NodeFile.running(home).isPresent());
        var address = NodeFile.running(home).orElseThrow().address();

        var sameHome = use("node", "--json");
        assertThat(sameHome.code()).isEqualTo(3);
        assertThat(sameHome.json().at("/error/code").asString()).isEqualTo("HOME_IN_USE");
        var other = folder.resolve("other");
        var samePort =
                CommandLineUse.of("node", "--port", address.port(), "--home", other, "--json");
        assertThat(samePort.code()).isEqualTo(3);
        assertThat(samePort.json().at("/error/code").asString()).isEqualTo("PORT_IN_USE");
        assertThat(CommandLineUse.of("list", "--server", address).code()).isZero();

        Signal.raise(new Signal("TERM"));
        var stopped = node.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(stopped.code()).isZero();
        assertThat(stopped.json().path("address").asString()).isEqualTo(address.toString());
        assertThat(NodeFile.running(home)).isEmpty();
    }

    @Test
    void run_whileAnotherCommandReadsTheHome_waitsForItsNodeToGo() throws Exception {
        var file = StudyFolder.write(folder, StudyFolder.STUDY);
        CompletableFuture<CommandLineUse> running;
        try (var reading = EmbeddedNode.start(home, new EmbeddedNode.Options(0, false))) {
            assertThat(use("list").code()).as("reads through %s", reading.address()).isZero();
            assertThat(use("submit", file).err()).contains("no node runs over");
            running = CompletableFuture.supplyAsync(() -> use("run", file, "--json"));
        }
        var use = running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(use.code()).as(use.out()).isZero();
        assertThat(use.json().path("state").asString()).isEqualTo("finished");
    }

    @Test
    void list_freshHome_saysHowToBegin() {
        var use = use("list");
        assertThat(use.code()).as(use.err()).isZero();
        assertThat(use.out()).contains("no studies yet");
    }

    private CommandLineUse use(Object... arguments) {
        var all = new java.util.ArrayList<Object>(java.util.List.of(arguments));
        all.add("--home");
        all.add(home.folder());
        return CommandLineUse.of(all.toArray());
    }
}
