package io.espalier.signatures.job;

import java.util.Locale;

/** Whose fault a failure is. */
public enum Blame {
    /** The program or its learned state: a completion that cannot be parsed. Scores zero. */
    CANDIDATE,
    /** The example: a missing field, a value of the wrong type. */
    DATA,
    /** The metric: it crashed, or answered what cannot be read. */
    METRIC,
    /** The model's runtime or endpoint. Tried again elsewhere. */
    PROVIDER,
    /** The machine that ran it: lost, out of memory or disk. Tried again elsewhere. */
    MACHINE;

    /** The name in results: {@code candidate}, {@code data}, ... */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True when another worker may succeed where this one failed. */
    public boolean worthRetrying() {
        return this == PROVIDER || this == MACHINE;
    }
}
