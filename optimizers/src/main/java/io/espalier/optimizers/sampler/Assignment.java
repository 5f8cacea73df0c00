package io.espalier.optimizers.sampler;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A value for every parameter that is in force, by name.
 *
 * @param values a choice is its index
 */
public record Assignment(Map<String, Double> values) {
    public Assignment {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public double real(String name) {
        var value = values.get(name);
        if (value == null) throw new IllegalArgumentException("no value of '" + name + "'");
        return value;
    }

    /** A whole number, or the index of a choice. */
    public long whole(String name) {
        return Math.round(real(name));
    }

    public int index(String name) {
        return Math.toIntExact(whole(name));
    }
}
