package io.espalier.signatures.data;

import io.espalier.signatures.Field;
import io.espalier.signatures.FieldType;
import io.espalier.signatures.Signature;
import io.espalier.signatures.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/** Examples in order. Identified by content: the hash of its rows, whatever file they came from. */
public record DataSet(List<Example> examples) {
    public DataSet {
        examples = List.copyOf(examples);
    }

    public int size() {
        return examples.size();
    }

    /** {@code sha256:<hex>} over the rows as canonical JSON lines. */
    public String hash() {
        return "sha256:" + Json.hash(jsonLines());
    }

    /** One row a line, keys sorted: the form that is kept and uploaded. */
    public String jsonLines() {
        var text = new StringBuilder();
        for (var example : examples)
            text.append(Json.canonical(example.fields().toJson())).append('\n');
        return text.toString();
    }

    /** Two parts of a data set. */
    public record Split(DataSet rest, DataSet cut) {}

    /**
     * Cuts a share off, chosen by the examples' content and the seed: the same rows in another
     * order are cut in the same place. Both parts keep the order.
     *
     * @param share above 0, below 1; each part gets at least one example
     * @throws IllegalArgumentException with fewer than two examples
     */
    public Split split(double share, long seed) {
        if (examples.size() < 2) {
            throw new IllegalArgumentException(
                    "cannot split " + examples.size() + " example(s) (expected: at least 2)");
        }
        var count = Math.clamp(Math.round(share * examples.size()), 1, examples.size() - 1);
        var byDraw = new ArrayList<Integer>();
        for (int i = 0; i < examples.size(); i++) byDraw.add(i);
        var draws = examples.stream().map(e -> Json.hash(seed + "/" + e.fields().hash())).toList();
        byDraw.sort(Comparator.<Integer, String>comparing(draws::get).thenComparing(i -> i));
        var cut = new HashSet<>(byDraw.subList(0, count));
        var parts = List.of(new ArrayList<Example>(), new ArrayList<Example>());
        for (int i = 0; i < examples.size(); i++)
            parts.get(cut.contains(i) ? 1 : 0).add(examples.get(i));
        return new Split(new DataSet(parts.get(0)), new DataSet(parts.get(1)));
    }

    /**
     * Faults of the rows for a program of this signature, at most one per field and kind.
     *
     * @param outputs whether rows must have the outputs too
     */
    public List<String> faults(Signature signature, boolean outputs) {
        if (examples.isEmpty()) return List.of("has no rows");
        var faults = new ArrayList<String>();
        for (var field : signature.inputs()) missing(field, "input").ifPresent(faults::add);
        if (outputs) {
            for (var field : signature.outputs())
                missing(field, "expected output").ifPresent(faults::add);
        }
        return Collections.unmodifiableList(faults);
    }

    private java.util.Optional<String> missing(Field field, String role) {
        if (field.fallback() != null || field.type() instanceof FieldType.Optional)
            return java.util.Optional.empty();
        int count = 0;
        int first = -1;
        for (int i = 0; i < examples.size(); i++) {
            if (!examples.get(i).fields().has(field.name())) {
                count++;
                if (first < 0) first = i;
            }
        }
        if (count == 0) return java.util.Optional.empty();
        var where =
                count == examples.size()
                        ? "no row has"
                        : "row "
                                + (first + 1)
                                + (count > 1 ? " and " + (count - 1) + " more have no" : " has no");
        return java.util.Optional.of(
                where
                        + " "
                        + role
                        + " '"
                        + field.name()
                        + "' (fields of row 1: "
                        + List.copyOf(examples.getFirst().fields().values().keySet())
                        + ")");
    }
}
