package io.espalier.coordinator.store;

import io.espalier.coordinator.journal.Database;
import io.espalier.coordinator.journal.JournalException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Job results that one study leaves to the next, by a SHA-256 of all that decides them. Bounded:
 * what no study asked for longest goes first. Losing any of it costs only a run of the job, for
 * each study has its own results in its journal.
 */
public final class SharedResults {
    /** What a table's row takes beside its outcome. */
    private static final int ROW = 120;

    /** Rows that are asked for, or dropped, at once. */
    private static final int CHUNK = 256;

    private static final int TRIES = 5;

    private final Database database;
    private final long limit;
    private final IntSupplier today;

    /**
     * @param limit most bytes; 0 shares nothing
     */
    public SharedResults(Database database, long limit) {
        this(database, limit, () -> (int) (System.currentTimeMillis() / 86_400_000L));
    }

    /**
     * @param today the number of the day: the age of what is kept is counted in days
     */
    SharedResults(Database database, long limit, IntSupplier today) {
        this.database = database;
        this.limit = limit;
        this.today = today;
    }

    /**
     * @param ids SHA-256 in hexadecimal
     * @return packed outcomes, of as many as are kept
     */
    public Map<String, byte[]> find(Collection<String> ids) {
        if (limit == 0) return Map.of();
        var found = new HashMap<String, byte[]>();
        for (var chunk : chunks(List.copyOf(ids))) {
            database.transact(connection -> {
                find(connection, chunk, found);
                return null;
            });
        }
        return found;
    }

    private void find(Connection connection, List<String> ids, Map<String, byte[]> found)
            throws SQLException {
        int day = today.getAsInt();
        var old = new ArrayList<String>();
        try (var query =
                        connection.prepareStatement(
                                "SELECT id, used, outcome FROM espalier_result WHERE "
                                        + oneOf(ids.size()));
                var rows = executed(query, ids)) {
            while (rows.next()) {
                var id = HexFormat.of().formatHex(rows.getBytes(1));
                found.put(id, rows.getBytes(3));
                if (rows.getInt(2) != day) old.add(id);
            }
        }
        if (old.isEmpty()) return;
        try (var update =
                connection.prepareStatement(
                        "UPDATE espalier_result SET used = "
                                + day
                                + " WHERE "
                                + oneOf(old.size()))) {
            set(update, old);
            update.executeUpdate();
        }
    }

    /** Keeps packed outcomes; one that is kept already stays as it is. */
    public void put(Map<String, byte[]> outcomes) {
        if (limit == 0 || outcomes.isEmpty()) return;
        for (int i = 1; ; i++) {
            try {
                long bytes = database.transact(connection -> insert(connection, outcomes));
                if (bytes > limit) prune();
                return;
            } catch (JournalException e) {
                // Another study keeps one of them at the same moment.
                var duplicate = e.getCause() instanceof SQLException s && Database.isDuplicate(s);
                if (!duplicate || i == TRIES) throw e;
            }
        }
    }

    private long insert(Connection connection, Map<String, byte[]> outcomes) throws SQLException {
        int day = today.getAsInt();
        var all = List.copyOf(outcomes.entrySet());
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO espalier_result SELECT ?, ?, ? WHERE NOT EXISTS"
                                + " (SELECT 1 FROM espalier_result WHERE id = ?)")) {
            for (var outcome : all) {
                var id = HexFormat.of().parseHex(outcome.getKey());
                insert.setBytes(1, id);
                insert.setInt(2, day);
                insert.setBytes(3, outcome.getValue());
                insert.setBytes(4, id);
                insert.addBatch();
            }
            var inserted = insert.executeBatch();
            long more = 0;
            for (int i = 0; i < inserted.length; i++) {
                if (inserted[i] > 0) more += ROW + all.get(i).getValue().length;
            }
            return grow(connection, more);
        }
    }

    /** The size after it changed. */
    private static long grow(Connection connection, long more) throws SQLException {
        try (var update =
                        connection.prepareStatement(
                                "UPDATE espalier_result_size SET bytes = bytes + ?");
                var query = connection.prepareStatement("SELECT bytes FROM espalier_result_size")) {
            update.setLong(1, more);
            update.executeUpdate();
            try (var row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** Makes room for a while. */
    private void prune() {
        long enough = limit / 10 * 9;
        while (database.transact(SharedResults::dropOldest) > enough) {
            // The next chunk.
        }
    }

    private static long dropOldest(Connection connection) throws SQLException {
        var ids = new ArrayList<String>();
        long bytes = 0;
        try (var query =
                        connection.prepareStatement(
                                "SELECT id, OCTET_LENGTH(outcome) FROM espalier_result"
                                        + " ORDER BY used LIMIT "
                                        + CHUNK);
                var rows = query.executeQuery()) {
            while (rows.next()) {
                ids.add(HexFormat.of().formatHex(rows.getBytes(1)));
                bytes += ROW + rows.getLong(2);
            }
        }
        if (ids.isEmpty()) return 0;
        try (var delete =
                connection.prepareStatement(
                        "DELETE FROM espalier_result WHERE " + oneOf(ids.size()))) {
            set(delete, ids);
            delete.executeUpdate();
        }
        return grow(connection, -bytes);
    }

    private static String oneOf(int count) {
        return "id IN (" + String.join(", ", Collections.nCopies(count, "?")) + ")";
    }

    private static void set(PreparedStatement statement, List<String> ids) throws SQLException {
        for (int i = 0; i < ids.size(); i++) {
            statement.setBytes(i + 1, HexFormat.of().parseHex(ids.get(i)));
        }
    }

    private static java.sql.ResultSet executed(PreparedStatement query, List<String> ids)
            throws SQLException {
        set(query, ids);
        return query.executeQuery();
    }

    private static List<List<String>> chunks(List<String> ids) {
        var chunks = new ArrayList<List<String>>();
        for (int from = 0; from < ids.size(); from += CHUNK) {
            chunks.add(ids.subList(from, Math.min(from + CHUNK, ids.size())));
        }
        return chunks;
    }
}
