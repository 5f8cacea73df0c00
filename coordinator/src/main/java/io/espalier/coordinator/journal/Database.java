package io.espalier.coordinator.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.espalier.coordinator.journal.JournalException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * An open database, used by blocking calls of virtual threads. Close it after the actor system,
 * whose plugins have connections of their own.
 */
public final class Database implements AutoCloseable {
    /** Below this much room nothing new is accepted: what runs must be able to end. */
    private static final long ROOM = 32L << 20;

    private final JournalPlace place;
    private final HikariDataSource pool;

    private Database(JournalPlace place, HikariDataSource pool) {
        this.place = place;
        this.pool = pool;
    }

    /** Work on a connection, inside a transaction. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * Opens the database and makes its tables where they are missing.
     *
     * @throws JournalException saying what is wrong and what to do
     */
    public static Database open(JournalPlace place) {
        prepareFolder(place);
        var config = new HikariConfig();
        config.setPoolName("espalier");
        config.setJdbcUrl(place.url());
        config.setUsername(place.user());
        config.setPassword("");
        config.setDriverClassName(JournalPlace.DRIVER);
        config.setMaximumPoolSize(4);
        config.setMinimumIdle(1);
        config.setAutoCommit(false);
        config.setInitializationFailTimeout(1);
        HikariDataSource pool;
        try {
            pool = new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw SqlFailures.opening(place, e);
        }
        var database = new Database(place, pool);
        try {
            database.transact(connection -> {
                Schema.create(connection);
                return null;
            });
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
        return database;
    }

    private static void prepareFolder(JournalPlace place) {
        var folder = place.folder();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new JournalException(
                    Kind.UNUSABLE, "the journal's folder " + folder + " cannot be made: " + e, e);
        }
    }

    public JournalPlace place() {
        return place;
    }

    /**
     * @throws JournalException for a disk that is all but full
     */
    public void checkRoom() {
        var folder = place.folder();
        long free = folder.toFile().getUsableSpace();
        if (free >= ROOM) return;
        throw new JournalException(
                Kind.DISK_FULL,
                "the disk under the journal "
                        + folder
                        + " is full ("
                        + (free >> 20)
                        + " MiB free, at least "
                        + (ROOM >> 20)
                        + " needed); make room, or name another folder with --home");
    }

    /** Why a write to the journal failed, and what to do. */
    public String explain(Throwable failure) {
        try {
            checkRoom();
        } catch (JournalException e) {
            // An H2 file that could not be written stays closed.
            return e.getMessage() + ", and start the node again";
        }
        return "the journal "
                + place.folder()
                + " cannot be written ("
                + SqlFailures.root(failure)
                + "); start the node again once it can";
    }

    /** Runs in one transaction: all of it, or nothing. */
    public <T extends @Nullable Object> T transact(Work<T> work) {
        try (var connection = pool.getConnection()) {
            try {
                var result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw SqlFailures.using(place, e);
        }
    }

    /** True for the violation of a primary key or a unique index. */
    public static boolean isDuplicate(SQLException e) {
        var state = e.getSQLState();
        return state != null && state.startsWith("23505");
    }

    @Override
    public void close() {
        pool.close();
    }
}
