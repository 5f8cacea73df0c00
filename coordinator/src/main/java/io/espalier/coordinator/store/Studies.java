package io.espalier.coordinator.store;

import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.coordinator.journal.Database;
import io.espalier.v1.Study;
import io.espalier.v1.StudyState;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Summaries of all studies, so that a listing wakes none of them. Each study writes its own after
 * its events, and again when it is recovered.
 */
public final class Studies {
    private final Database database;

    public Studies(Database database) {
        this.database = database;
    }

    /** Writes a study's summary over the one before. */
    public void put(Study study) {
        long created = millis(study);
        database.transact(connection -> {
            try (var update =
                    connection.prepareStatement(
                            "UPDATE espalier_study SET state = ?, summary = ? WHERE id = ?")) {
                update.setInt(1, study.getStateValue());
                update.setBytes(2, study.toByteArray());
                update.setString(3, study.getStudy());
                if (update.executeUpdate() > 0) return 1;
            }
            try (var insert =
                    connection.prepareStatement(
                            "INSERT INTO espalier_study VALUES (?, ?, ?, ?, ?, ?)")) {
                insert.setString(1, study.getStudy());
                insert.setString(2, study.getName());
                insert.setInt(3, study.getStateValue());
                insert.setLong(4, created);
                insert.setString(5, study.getSpecHash());
                insert.setBytes(6, study.toByteArray());
                return insert.executeUpdate();
            }
        });
    }

    /** A place in the listing: newest first, then by id. */
    public record Position(long created, String id) {
        public static Position of(Study study) {
            return new Position(millis(study), study.getStudy());
        }
    }

    /**
     * @param after where the page before ended; empty for the first
     */
    public List<Study> list(int limit, Optional<Position> after) {
        var from = after.orElse(new Position(Long.MAX_VALUE, ""));
        return query(
                "SELECT summary FROM espalier_study WHERE created < ? OR (created = ? AND id > ?)"
                        + " ORDER BY created DESC, id LIMIT ?",
                query -> {
                    query.setLong(1, from.created);
                    query.setLong(2, from.created);
                    query.setString(3, from.id);
                    query.setInt(4, limit);
                });
    }

    /** By id, by the beginning of one, or by name; more than one where a beginning is ambiguous. */
    public List<Study> find(String reference) {
        var exact =
                query(
                        "SELECT summary FROM espalier_study WHERE id = ?",
                        query -> query.setString(1, reference));
        if (!exact.isEmpty()) return exact;
        var named =
                query(
                        "SELECT summary FROM espalier_study WHERE name = ? ORDER BY created DESC"
                                + " LIMIT 1",
                        query -> query.setString(1, reference));
        if (!named.isEmpty() || !reference.matches("[0-9a-z]+")) return named;
        return query(
                "SELECT summary FROM espalier_study WHERE id LIKE ? ORDER BY created DESC LIMIT 3",
                query -> query.setString(1, reference + "%"));
    }

    /** The newest study of this specification that can go on, if any. */
    public Optional<Study> unfinished(String specHash) {
        return query(
                        "SELECT summary FROM espalier_study WHERE spec_hash = ? AND state IN (?, ?,"
                                + " ?, ?) ORDER BY created DESC LIMIT 1",
                        query -> {
                            query.setString(1, specHash);
                            query.setInt(2, StudyState.QUEUED_VALUE);
                            query.setInt(3, StudyState.RUNNING_VALUE);
                            query.setInt(4, StudyState.PAUSED_VALUE);
                            query.setInt(5, StudyState.FAILED_VALUE);
                        })
                .stream()
                .findFirst();
    }

    @FunctionalInterface
    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    private List<Study> query(String sql, Parameters parameters) {
        return database.transact(connection -> {
            try (var query = connection.prepareStatement(sql)) {
                parameters.set(query);
                var found = new ArrayList<Study>();
                try (var rows = query.executeQuery()) {
                    while (rows.next()) found.add(study(rows.getBytes(1)));
                }
                return found;
            }
        });
    }

    private static Study study(byte[] summary) throws SQLException {
        try {
            return Study.parseFrom(summary);
        } catch (InvalidProtocolBufferException e) {
            throw new SQLException("a study's summary cannot be read", e);
        }
    }

    private static long millis(Study study) {
        var created = study.getCreated();
        return created.getSeconds() * 1000 + created.getNanos() / 1_000_000;
    }
}
