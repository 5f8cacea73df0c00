package io.espalier.deploy.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.client.NodeClient;
import io.espalier.deploy.node.EmbeddedNode.Options;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a node from starting: a sentence each, and nothing left behind. */
class NodeStartTest {
    @TempDir Path folder;

    @Test
    void start_portInUse_saysSoAndLeavesNothingOpen() throws Exception {
        var home = new Home(folder);
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused(home, new Options(taken.getLocalPort(), true), "PORT_IN_USE", "--port");
        }
        startsWell(home);
    }

    @Test
    void start_homeInUse_namesTheNode() {
        var home = new Home(folder);
        try (var node = EmbeddedNode.start(home, Options.DEFAULT)) {
            refused(home, Options.DEFAULT, "HOME_IN_USE", node.address().toString());
        }
    }

    @Test
    void start_anotherClustersJournal_isRefused() throws Exception {
        var ours = new Home(folder.resolve("ours"));
        var theirs = new Home(folder.resolve("theirs"));
        startsWell(ours);
        startsWell(theirs);
        var journal = theirs.journal().resolve("espalier.mv.db");
        Files.copy(
                journal,
                ours.journal().resolve("espalier.mv.db"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        refused(ours, Options.DEFAULT, "FOREIGN_JOURNAL", "belongs to the cluster");
        startsWell(theirs);
    }

    @Test
    void start_homeIsAFile_saysSo() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "x");
        refused(new Home(file), Options.DEFAULT, "HOME_NOT_WRITABLE", "--home");
    }

    private static void startsWell(Home home) {
        try (var node = EmbeddedNode.start(home, Options.DEFAULT);
                var client = new NodeClient(node.address())) {
            assertThat(client.list()).isEmpty();
        }
        assertThat(NodeFile.running(home)).isEmpty();
    }

    private static void refused(Home home, Options options, String code, String words) {
        assertThatThrownBy(() -> EmbeddedNode.start(home, options))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> {
                            assertThat(failure.code()).isEqualTo(code);
                            assertThat(failure.exit()).isEqualTo(CommandFailure.Exit.ENVIRONMENT);
                        })
                .hasMessageContaining(words);
    }
}
