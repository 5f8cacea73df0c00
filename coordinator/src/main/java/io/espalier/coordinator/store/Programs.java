package io.espalier.coordinator.store;

import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.coordinator.journal.Database;
import io.espalier.coordinator.journal.JournalException;
import io.espalier.coordinator.wire.Structs;
import io.espalier.signatures.json.Json;
import io.espalier.v1.OptimizedProgram;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Optimized programs. A finished study's, or an imported one, is a release: {@code name@version},
 * counted from 1 and never changed; one that went on with a larger budget and learned something
 * else has another. What a failed or cancelled study learned is kept without a version.
 */
public final class Programs {
    private static final int TRIES = 5;

    /** Between a study's id and the number of its edition. */
    private static final String EDITION = "~";

    /** Between a study's id and the beginning of a picked state's hash. */
    private static final String PICKED = "/";

    private static final int STATE = 32;

    private final Database database;

    public Programs(Database database) {
        this.database = database;
    }

    /**
     * Keeps a program as the next release of its name; the same id is kept once, however often it
     * is asked.
     *
     * @param id of the study, or of what else it came from
     * @return the program with its release filled in
     */
    public OptimizedProgram release(String id, String name, OptimizedProgram program) {
        return release(id, 0, name, program);
    }

    /**
     * @param edition counts the times that the study had finished before; one that learns what it
     *     had learned keeps its release
     */
    public OptimizedProgram release(
            String study, int edition, String name, OptimizedProgram program) {
        var id = id(study, edition);
        var before = edition == 0 ? Optional.<OptimizedProgram>empty() : ofStudy(study);
        var same =
                before.filter(p -> !p.getRelease().isEmpty())
                        .filter(p -> p.getState().equals(program.getState()));
        if (same.isPresent()) return same.get();
        for (int i = 1; ; i++) {
            try {
                return database.transact(connection -> {
                    var kept = byId(connection, id);
                    // Learned before and now finished: only that becomes a release.
                    if (kept.isPresent() && !kept.get().getRelease().isEmpty()) return kept.get();
                    int version = newest(connection, name) + 1;
                    var released = program.toBuilder().setRelease(name + "@" + version).build();
                    delete(connection, id);
                    insert(connection, id, name, version, released);
                    return released;
                });
            } catch (JournalException e) {
                // Another node took the version meanwhile.
                var duplicate = e.getCause() instanceof SQLException s && Database.isDuplicate(s);
                if (!duplicate || i == TRIES) throw e;
            }
        }
    }

    /**
     * Keeps a candidate of a study, by its state, as the next release of the study's name; one that
     * is a release already stays that one.
     */
    public OptimizedProgram pick(String study, String name, OptimizedProgram program) {
        var result = ofStudy(study);
        if (result.isPresent()
                && !result.get().getRelease().isEmpty()
                && result.get().getState().equals(program.getState())) {
            return result.get();
        }
        var state = Json.hash(Structs.json(program.getState())).substring(0, STATE);
        return release(study + PICKED + state, name, program);
    }

    /** Keeps what a study learned that did not finish; the newest stands. */
    public void keep(String study, int edition, String name, OptimizedProgram program) {
        var id = id(study, edition);
        database.transact(connection -> {
            delete(connection, id);
            insert(connection, id, name, null, program);
            return null;
        });
    }

    private static String id(String study, int edition) {
        return edition == 0 ? study : study + EDITION + edition;
    }

    /** The newest of a study that ended. */
    public Optional<OptimizedProgram> ofStudy(String id) {
        return database.transact(connection -> {
            try (var query =
                    connection.prepareStatement(
                            "SELECT program FROM espalier_program WHERE id = ? OR id LIKE ?"
                                    + " ORDER BY created DESC, version DESC LIMIT 1")) {
                query.setString(1, id);
                query.setString(2, id + EDITION + "%");
                return one(query);
            }
        });
    }

    /**
     * @param reference {@code name@3}, {@code name@latest}, or {@code name} for the newest
     */
    public Optional<OptimizedProgram> find(String reference) {
        int at = reference.lastIndexOf('@');
        var name = at < 0 ? reference : reference.substring(0, at);
        var version = at < 0 ? "latest" : reference.substring(at + 1);
        return database.transact(connection -> {
            int number =
                    version.equals("latest")
                            ? newest(connection, name)
                            : version.matches("[0-9]{1,9}") ? Integer.parseInt(version) : 0;
            try (var query =
                    connection.prepareStatement(
                            "SELECT program FROM espalier_program WHERE name = ? AND version = ?")) {
                query.setString(1, name);
                query.setInt(2, number);
                return one(query);
            }
        });
    }

    private static Optional<OptimizedProgram> byId(Connection connection, String id)
            throws SQLException {
        try (var query =
                connection.prepareStatement("SELECT program FROM espalier_program WHERE id = ?")) {
            query.setString(1, id);
            return one(query);
        }
    }

    private static int newest(Connection connection, String name) throws SQLException {
        try (var query =
                connection.prepareStatement(
                        "SELECT MAX(version) FROM espalier_program WHERE name = ?")) {
            query.setString(1, name);
            try (var row = query.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    private static void delete(Connection connection, String id) throws SQLException {
        try (var delete =
                connection.prepareStatement("DELETE FROM espalier_program WHERE id = ?")) {
            delete.setString(1, id);
            delete.executeUpdate();
        }
    }

    private static void insert(
            Connection connection,
            String id,
            String name,
            @org.jspecify.annotations.Nullable Integer version,
            OptimizedProgram program)
            throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO espalier_program VALUES (?, ?, ?, ?, ?)")) {
            insert.setString(1, id);
            insert.setString(2, name);
            insert.setObject(3, version, java.sql.Types.INTEGER);
            insert.setLong(4, System.currentTimeMillis());
            insert.setBytes(5, Deflate.pack(program.toByteArray()));
            insert.executeUpdate();
        }
    }

    private static Optional<OptimizedProgram> one(PreparedStatement query) throws SQLException {
        try (var row = query.executeQuery()) {
            return row.next()
                    ? Optional.of(OptimizedProgram.parseFrom(Deflate.unpack(row.getBytes(1))))
                    : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            throw new SQLException("a program cannot be read", e);
        }
    }
}
