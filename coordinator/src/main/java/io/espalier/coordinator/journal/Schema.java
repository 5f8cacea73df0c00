package io.espalier.coordinator.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Makes the tables of the journal plugin, and ours beside them, where they are missing. */
final class Schema {
    /** Our scripts by the last table that each makes, in the order of their making. */
    private static final SequencedMap<String, String> OWN = new LinkedHashMap<>();

    static {
        OWN.put("espalier_identity", "schema.sql");
        OWN.put("espalier_result_size", "results.sql");
        OWN.put("espalier_candidate", "candidates.sql");
    }

    private Schema() {}

    static void create(Connection connection) throws SQLException {
        if (!exists(connection, "event_journal")) {
            run(connection, read(JournalPlace.class.getClassLoader(), JournalPlace.PLUGIN_SCHEMA));
        }
        for (var script : OWN.entrySet()) {
            if (exists(connection, script.getKey())) continue;
            run(
                    connection,
                    read(
                            Schema.class.getClassLoader(),
                            "io/espalier/coordinator/journal/" + script.getValue()));
        }
    }

    private static boolean exists(Connection connection, String table) throws SQLException {
        try (var tables =
                connection
                        .getMetaData()
                        .getTables(null, null, null, new String[] {"TABLE", "BASE TABLE"})) {
            while (tables.next()) {
                if (tables.getString("TABLE_NAME").equalsIgnoreCase(table)) return true;
            }
            return false;
        }
    }

    private static void run(Connection connection, String script) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : script.split(";")) {
                if (!sql.isBlank()) statement.execute(sql);
            }
        }
    }

    private static String read(ClassLoader loader, String resource) {
        try (var in = loader.getResourceAsStream(resource)) {
            if (in == null) throw new IllegalStateException("no resource " + resource);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
