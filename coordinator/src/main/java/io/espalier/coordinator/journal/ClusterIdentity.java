package io.espalier.coordinator.journal;

import io.espalier.coordinator.journal.JournalException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which cluster a journal belongs to. The id is written into the database when it is made, and into
 * a file of every home folder that uses it, so that a home never meets another cluster's journal.
 */
public final class ClusterIdentity {
    private ClusterIdentity() {}

    /**
     * @param file of the home folder, which may be missing
     * @return the cluster's id
     * @throws JournalException where the two do not belong together
     */
    public static String check(Database database, Path file) {
        var known = read(file);
        var found = database.transact(ClusterIdentity::find);
        if (known != null && found != null && !known.equals(found)) {
            throw new JournalException(
                    Kind.FOREIGN,
                    "the journal "
                            + database.place().folder()
                            + " belongs to the cluster "
                            + found
                            + ", but this home to the cluster "
                            + known
                            + " ("
                            + file
                            + "); use the journal that it was made with, or another --home");
        }
        var id = found != null ? found : known != null ? known : UUID.randomUUID().toString();
        if (found == null) database.transact(connection -> insert(connection, id));
        if (known == null) write(file, id);
        return id;
    }

    private static @Nullable String find(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement("SELECT cluster FROM espalier_identity");
                var row = query.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private static int insert(Connection connection, String id) throws SQLException {
        try (var insert =
                connection.prepareStatement("INSERT INTO espalier_identity VALUES (?, ?)")) {
            insert.setString(1, id);
            insert.setLong(2, System.currentTimeMillis());
            return insert.executeUpdate();
        }
    }

    private static @Nullable String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file).strip() : null;
        } catch (IOException e) {
            throw new JournalException(Kind.UNUSABLE, file + " cannot be read: " + e, e);
        }
    }

    private static void write(Path file, String id) {
        try {
            Files.writeString(file, id + "\n");
        } catch (IOException e) {
            throw new JournalException(Kind.UNUSABLE, file + " cannot be written: " + e, e);
        }
    }
}
