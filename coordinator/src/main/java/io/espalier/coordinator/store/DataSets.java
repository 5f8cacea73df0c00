package io.espalier.coordinator.store;

import io.espalier.coordinator.journal.Database;
import io.espalier.signatures.data.DataFiles;
import io.espalier.signatures.data.DataSet;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;

/** Data sets, kept once by content. */
public final class DataSets {
    private final Database database;

    public DataSets(Database database) {
        this.database = database;
    }

    /** A kept set without its rows. */
    public record Kept(String hash, String name, long rows) {}

    /** Keeps a set; one of the same content that is kept already stays as it is. */
    public Kept put(String name, DataSet set) {
        var hash = set.hash();
        var found = find(hash);
        if (found.isPresent()) return found.get();
        var content = Deflate.pack(set.jsonLines().getBytes(StandardCharsets.UTF_8));
        database.transact(connection -> {
            try (var insert =
                    connection.prepareStatement(
                            "INSERT INTO espalier_data_set VALUES (?, ?, ?, ?, ?)")) {
                insert.setString(1, hash);
                insert.setString(2, name.substring(0, Math.min(name.length(), 255)));
                insert.setLong(3, set.size());
                insert.setLong(4, System.currentTimeMillis());
                insert.setBytes(5, content);
                return insert.executeUpdate();
            } catch (SQLException e) {
                // Another node kept the same content meanwhile.
                if (Database.isDuplicate(e)) return 0;
                throw e;
            }
        });
        return new Kept(hash, name, set.size());
    }

    public Optional<Kept> find(String hash) {
        return database.transact(connection -> {
            try (var query =
                    connection.prepareStatement(
                            "SELECT name, number_of_rows FROM espalier_data_set WHERE hash = ?")) {
                query.setString(1, hash);
                try (var row = query.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Kept(hash, row.getString(1), row.getLong(2)))
                            : Optional.empty();
                }
            }
        });
    }

    /** The rows of a kept set. */
    public Optional<DataSet> load(String hash) {
        return database.transact(
                        connection -> {
                            try (var query =
                                    connection.prepareStatement(
                                            "SELECT content FROM espalier_data_set WHERE hash = ?")) {
                                query.setString(1, hash);
                                try (var row = query.executeQuery()) {
                                    return row.next()
                                            ? Optional.of(row.getBytes(1))
                                            : Optional.<byte[]>empty();
                                }
                            }
                        })
                .map(content ->
                        DataFiles.jsonLines(
                                new String(Deflate.unpack(content), StandardCharsets.UTF_8), hash));
    }
}
