package io.espalier.coordinator.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the journal lies: an H2 file in a folder, which belongs to one process at a time.
 *
 * @param folder absolute
 */
public record JournalPlace(Path folder) {
    static final String DRIVER = "org.h2.Driver";

    /** The script of Pekko's JDBC plugin that makes its tables. */
    static final String PLUGIN_SCHEMA = "schema/h2/h2-create-schema.sql";

    private static final String USER = "sa";

    public JournalPlace {
        folder = folder.toAbsolutePath().normalize();
    }

    /**
     * {@code WRITE_DELAY=0}: by default H2 loses writes that it acknowledged when its process is
     * killed. {@code async:} because a thread that is interrupted while it writes, as a study's is
     * on a stop, would else close the file for all.
     */
    public String url() {
        return "jdbc:h2:async:"
                + folder.resolve("espalier")
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
    }

    public String user() {
        return USER;
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
                        Map.entry(db + "profile", "slick.jdbc.H2Profile$"),
                        Map.entry(db + "db.url", url()),
                        Map.entry(db + "db.user", USER),
                        Map.entry(db + "db.password", ""),
                        Map.entry(db + "db.driver", DRIVER),
                        Map.entry(db + "db.numThreads", 4),
                        Map.entry(db + "db.maxConnections", 4),
                        Map.entry(db + "db.minConnections", 1)));
    }
}
