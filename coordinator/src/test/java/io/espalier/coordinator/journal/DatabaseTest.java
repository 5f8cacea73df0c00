package io.espalier.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir Path folder;

    @Test
    void open_lockedByAnotherProcess_saysSo() throws Exception {
        var place = new JournalPlace(folder);
        Database.open(place).close();
        // What another process does: hold the lock of the file.
        try (var channel =
                        java.nio.channels.FileChannel.open(
                                folder.resolve("espalier.mv.db"),
                                java.nio.file.StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            fails(place, JournalException.Kind.IN_USE, "in use by another process");
        }
        Database.open(place).close();
    }

    @Test
    void open_noDatabase_saysWhatIsWrong() throws Exception {
        Files.write(
                folder.resolve("espalier.mv.db"),
                "this is no database"
                        .repeat(999)
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        fails(new JournalPlace(folder), JournalException.Kind.UNUSABLE, "cannot be opened");
    }

    @Test
    void transact_interrupted_leavesTheDatabaseOpenForOthers() throws Exception {
        try (var database = Database.open(new JournalPlace(folder))) {
            var interrupted =
                    Thread.startVirtualThread(() -> {
                        Thread.currentThread().interrupt();
                        try {
                            database.transact(c -> insert(c, "by an interrupted thread"));
                        } catch (JournalException e) {
                            // It may or may not get through; others must not suffer.
                        }
                    });
            interrupted.join();
            int inserted = database.transact(c -> insert(c, "by another"));
            assertThat(inserted).isEqualTo(1);
        }
    }

    private static int insert(Connection connection, String name) throws SQLException {
        try (var insert =
                connection.prepareStatement("INSERT INTO espalier_identity VALUES (?, 1)")) {
            insert.setString(1, name);
            return insert.executeUpdate();
        }
    }

    @Test
    void identity_homeOfAnotherCluster_isRefused() throws Exception {
        var file = folder.resolve("cluster");
        try (var database = Database.open(new JournalPlace(folder.resolve("journal")))) {
            var id = ClusterIdentity.check(database, file);
            assertThat(ClusterIdentity.check(database, file)).isEqualTo(id);
            assertThat(ClusterIdentity.check(database, folder.resolve("second home")))
                    .as("a home that belongs to none yet joins")
                    .isEqualTo(id);
            Files.writeString(file, "another\n");
            assertThatThrownBy(() -> ClusterIdentity.check(database, file))
                    .isInstanceOfSatisfying(
                            JournalException.class,
                            e -> assertThat(e.kind()).isEqualTo(JournalException.Kind.FOREIGN))
                    .hasMessageContaining("another")
                    .hasMessageContaining(id);
        }
    }

    private static void fails(JournalPlace place, JournalException.Kind kind, String words) {
        assertThatThrownBy(() -> Database.open(place))
                .isInstanceOfSatisfying(
                        JournalException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(words);
    }
}
