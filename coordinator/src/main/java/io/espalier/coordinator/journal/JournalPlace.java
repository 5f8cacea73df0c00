package io.espalier.coordinator.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the journal lies.
 *
 * @param url of JDBC
 * @param folder of an H2 file; null for a database server
 */
public record JournalPlace(
        Kind kind, String url, String user, String password, @Nullable Path folder) {

    /** A kind of database, with what Pekko's JDBC plugin calls it. */
    public enum Kind {
        H2("slick.jdbc.H2Profile$", "org.h2.Driver", "schema/h2/h2-create-schema.sql"),
        POSTGRESQL(
                "slick.jdbc.PostgresProfile$",
                "org.postgresql.Driver",
                "schema/postgres/postgres-create-schema.sql");

        private final String profile;
        private final String driver;
        final String schema;

        Kind(String profile, String driver, String schema) {
            this.profile = profile;
            this.driver = driver;
            this.schema = schema;
        }
    }

    /**
     * An H2 file, which belongs to one process. {@code WRITE_DELAY=0}: by default H2 loses writes
     * that it acknowledged when its process is killed. {@code async:} because a thread that is
     * interrupted while it writes, as a study's is on a stop, would else close the file for all.
     */
    public static JournalPlace file(Path folder) {
        var file = folder.toAbsolutePath().resolve("espalier");
        return new JournalPlace(
                Kind.H2,
                "jdbc:h2:async:" + file + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
                "sa",
                "",
                folder);
    }

    /** A PostgreSQL server, for several coordinators. */
    public static JournalPlace postgresql(String url, String user, String password) {
        return new JournalPlace(Kind.POSTGRESQL, url, user, password, null);
    }

    /** For people; without the password. */
    public String describe() {
        return folder == null ? url.replaceAll("(?i)(password=)[^&]*", "$1***") : folder.toString();
    }

    String driver() {
        return kind.driver;
    }

    /** Pekko's persistence plugins over this place. */
    public Config pluginConfig() {
        var db = "pekko-persistence-jdbc.shared-databases.slick.";
        return ConfigFactory.parseMap(
                Map.ofEntries(
                        Map.entry("pekko.persistence.journal.plugin", "jdbc-journal"),
                        Map.entry("pekko.persistence.snapshot-store.plugin", "jdbc-snapshot-store"),
                        Map.entry("jdbc-journal.use-shared-db", "slick"),
                        Map.entry("jdbc-snapshot-store.use-shared-db", "slick"),
                        Map.entry("jdbc-read-journal.use-shared-db", "slick"),
                        Map.entry(db + "profile", kind.profile),
                        Map.entry(db + "db.url", url),
                        Map.entry(db + "db.user", user),
                        Map.entry(db + "db.password", password),
                        Map.entry(db + "db.driver", kind.driver),
                        Map.entry(db + "db.numThreads", 4),
                        Map.entry(db + "db.maxConnections", 4),
                        Map.entry(db + "db.minConnections", 1)));
    }
}
