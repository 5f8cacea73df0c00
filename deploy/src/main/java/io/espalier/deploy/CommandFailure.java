package io.espalier.deploy;

import io.espalier.signatures.document.InvalidDocument;
import io.espalier.signatures.document.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a command ends with another exit code than 0: a sentence for the user, and where a file is at
 * fault, every fault in it.
 */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Whose fault it is, as a process exit code. */
    public enum Exit {
        /** The study failed, or the answer is no. */
        FAILED(1),
        /** Wrong usage, or an invalid file. */
        USAGE(2),
        /** Port, disk, server, model or network. */
        ENVIRONMENT(3);

        private final int code;

        Exit(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    private final Exit exit;
    private final String code;
    private final @Nullable String file;
    private final transient List<Violation> violations;

    private CommandFailure(
            Exit exit,
            String code,
            String message,
            @Nullable String file,
            List<Violation> violations,
            @Nullable Throwable cause) {
        super(message, cause);
        this.exit = exit;
        this.code = code;
        this.file = file;
        this.violations = List.copyOf(violations);
    }

    public static CommandFailure failed(String code, String message) {
        return new CommandFailure(Exit.FAILED, code, message, null, List.of(), null);
    }

    public static CommandFailure usage(String code, String message) {
        return new CommandFailure(Exit.USAGE, code, message, null, List.of(), null);
    }

    public static CommandFailure environment(String code, String message) {
        return new CommandFailure(Exit.ENVIRONMENT, code, message, null, List.of(), null);
    }

    public static CommandFailure environment(String code, String message, Throwable cause) {
        return new CommandFailure(Exit.ENVIRONMENT, code, message, null, List.of(), cause);
    }

    /** Faults of a file that the user wrote. */
    public static CommandFailure invalid(String code, String file, InvalidDocument faults) {
        return invalid(code, file, faults.violations());
    }

    public static CommandFailure invalid(String code, String file, List<Violation> violations) {
        var faults = violations.size() == 1 ? "1 fault" : violations.size() + " faults";
        return new CommandFailure(Exit.USAGE, code, file + ": " + faults, file, violations, null);
    }

    public Exit exit() {
        return exit;
    }

    /** Stable, for scripts: {@code INVALID_STUDY}, {@code NOT_FOUND}, {@code PORT_IN_USE}, ... */
    public String code() {
        return code;
    }

    /** The file that the violations are about. */
    public @Nullable String file() {
        return file;
    }

    public List<Violation> violations() {
        return violations;
    }
}
