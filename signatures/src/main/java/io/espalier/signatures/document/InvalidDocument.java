package io.espalier.signatures.document;

import java.util.List;
import java.util.stream.Collectors;

/** A document with faults: all of them. */
public final class InvalidDocument extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Violation> violations;

    public InvalidDocument(List<Violation> violations) {
        super(
                violations.stream()
                        .map(v ->
                                (v.line() == null ? "" : "line " + v.line() + ": ")
                                        + v.field()
                                        + ": "
                                        + v.message())
                        .collect(Collectors.joining("\n")));
        this.violations = List.copyOf(violations);
    }

    public List<Violation> violations() {
        return violations;
    }
}
