package io.espalier.optimizers.sampler;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/** The parameters of a study by name, in the order of the study. */
public record Space(SequencedMap<String, Dimension> dimensions) {
    public Space {
        dimensions = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(dimensions));
        if (dimensions.isEmpty()) throw new IllegalArgumentException("space: no parameters");
    }

    public Space(Map<String, ? extends Dimension> dimensions) {
        this(new LinkedHashMap<>(dimensions));
    }

    public List<String> names() {
        return List.copyOf(dimensions.keySet());
    }

    public Dimension of(String name) {
        var dimension = dimensions.get(name);
        if (dimension == null) throw new IllegalArgumentException("no parameter '" + name + "'");
        return dimension;
    }

    /** How many configurations there are; {@link Long#MAX_VALUE} for so many or more. */
    public long size() {
        long size = 1;
        for (var dimension : dimensions.values()) {
            if (size > Long.MAX_VALUE / dimension.size()) return Long.MAX_VALUE;
            size *= dimension.size();
        }
        return size;
    }

    public boolean finite() {
        return size() < Long.MAX_VALUE;
    }

    /** Configuration number {@code index} of a finite space; the last parameter runs fastest. */
    public Assignment at(long index) {
        var values = new LinkedHashMap<String, Double>();
        for (var entry : dimensions.reversed().entrySet()) {
            var dimension = entry.getValue();
            values.put(entry.getKey(), dimension.at(index % dimension.size()));
            index /= dimension.size();
        }
        return new Assignment(values);
    }

    /** The configuration at shares of each parameter's scale, 0 to 1, in the order of names. */
    Assignment at(double[] shares) {
        var values = new LinkedHashMap<String, Double>();
        int i = 0;
        for (var entry : dimensions.entrySet()) {
            values.put(entry.getKey(), entry.getValue().of(shares[i++]));
        }
        return new Assignment(values);
    }

    /** Uniform on every parameter's scale. */
    public Assignment uniform(RandomGenerator random) {
        return at(random.doubles(dimensions.size()).toArray());
    }

    /** Whether every parameter has a legal value. */
    public boolean contains(Assignment assignment) {
        return dimensions.entrySet().stream()
                .allMatch(e ->
                        assignment.has(e.getKey())
                                && e.getValue().contains(assignment.real(e.getKey())));
    }
}
