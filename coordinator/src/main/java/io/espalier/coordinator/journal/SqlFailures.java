package io.espalier.coordinator.journal;

import io.espalier.coordinator.journal.JournalException.Kind;
import java.sql.SQLException;
import java.util.Locale;

/** A database's errors, as sentences. */
final class SqlFailures {
    /** H2: the file is locked by another process. */
    private static final int IN_USE = 90020;

    private SqlFailures() {}

    static JournalException opening(JournalPlace place, RuntimeException problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == IN_USE) {
                return new JournalException(
                        Kind.IN_USE,
                        "the journal "
                                + place.folder()
                                + " is in use by another process; stop that node, talk to it with"
                                + " --server, or name another folder with --home",
                        problem);
            }
            if (isFull(cause)) return full(place, problem);
        }
        return new JournalException(
                Kind.UNUSABLE,
                "the journal " + place.folder() + " cannot be opened: " + root(problem),
                problem);
    }

    static JournalException using(JournalPlace place, SQLException problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (isFull(cause)) return full(place, problem);
        }
        return new JournalException(
                Kind.UNUSABLE, "the journal " + place.folder() + ": " + root(problem), problem);
    }

    private static JournalException full(JournalPlace place, Exception problem) {
        return new JournalException(
                Kind.DISK_FULL,
                "the disk under the journal " + place.folder() + " is full; make room",
                problem);
    }

    /** True where a write failed for want of room. */
    static boolean isFull(Throwable problem) {
        var message = problem.getMessage();
        if (message == null) return false;
        var text = message.toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("disk full");
    }

    static String root(Throwable problem) {
        var cause = problem;
        while (cause.getCause() != null) cause = cause.getCause();
        var message = cause.getMessage();
        return message == null ? cause.toString() : message.lines().findFirst().orElse("");
    }
}
