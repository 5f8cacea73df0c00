package io.espalier.coordinator.journal;

/** A database that cannot be used; the message says why and what to do. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is wrong. */
    public enum Kind {
        /** Another process has the file. */
        IN_USE,
        /** It holds another cluster's studies. */
        FOREIGN,
        /** There is no room to write. */
        DISK_FULL,
        /** Anything else: no server, no permission, a damaged file. */
        UNUSABLE
    }

    private final Kind kind;

    public JournalException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public JournalException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
