package io.espalier.signatures.document;

import java.util.ArrayList;
import java.util.List;

/** Collects the faults of one document while it is read, so that all come out at once. */
public final class Violations {
    private final Document document;
    private final List<Violation> found = new ArrayList<>();

    public Violations(Document document) {
        this.document = document;
    }

    public void add(String path, String message) {
        found.add(new Violation(path.isEmpty() ? "." : path, document.line(path), message));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public int count() {
        return found.size();
    }

    /** In the order of their lines, then as found. */
    public List<Violation> all() {
        return found.stream()
                .sorted(
                        java.util.Comparator.comparingInt(
                                v -> v.line() == null ? Integer.MAX_VALUE : v.line()))
                .toList();
    }

    /**
     * @throws InvalidDocument with all of them, if there are any
     */
    public void throwIfAny() {
        if (!found.isEmpty()) throw new InvalidDocument(all());
    }
}
