package io.espalier.optimizers.spec;

import io.espalier.optimizers.catalog.Faults;
import io.espalier.signatures.Field;
import io.espalier.signatures.FieldType;
import io.espalier.signatures.Signature;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads {@code data}: resolves the sets and checks that their rows have what is needed. */
final class DataReader {
    private static final int ENOUGH_TO_SPLIT = 2;

    /** Stands in for the signature of a program with faults: data have faults of their own. */
    private static final Signature UNKNOWN =
            new Signature(List.of(), List.of(Field.text("output")), null);

    private final DataResolver resolver;
    private final Signature signature;
    private final Faults faults;

    DataReader(DataResolver resolver, @Nullable Signature signature, Faults faults) {
        this.resolver = resolver;
        this.signature = signature == null ? UNKNOWN : signature;
        this.faults = faults;
    }

    /** Null after a fault that leaves no data to check. */
    @Nullable StudyData read(@Nullable JsonNode node) {
        if (node == null) return null;
        var m = new Members(node, "data", StudyKey.DATA, faults);
        if (!node.isObject()) return null;
        double split = StudyData.DEFAULT_SPLIT;
        var cut = m.get("split");
        if (cut != null) {
            if (m.get("validation") != null) {
                m.fault("data.split", "validation is given too; keep one of them");
            }
            var share = share(cut);
            if (share != null) split = share;
        }
        var train = set(m, "train");
        var validation = set(m, "validation");
        var test = set(m, "test");
        if (train == null) return null;
        if (m.get("validation") == null && train.examples().size() < ENOUGH_TO_SPLIT) {
            m.fault("data.train", "1 row cannot be split; add rows, or give data.validation");
        }
        return new StudyData(train, validation, test, split);
    }

    private @Nullable Double share(JsonNode node) {
        var m = new Members(node, "data.split", StudyKey.SPLIT, faults);
        if (!node.isObject()) return null;
        var share = m.number("validation", 0, false, 1);
        if (share != null && share == 1) {
            m.fault("data.split.validation", "1 leaves nothing to learn from (expected: below 1)");
        }
        return share;
    }

    private @Nullable LoadedData set(Members m, String name) {
        var reference = m.text(name);
        if (reference == null) return null;
        var set = resolver.resolve(reference, signature, m.at(name), faults);
        if (set == null || !set.examples().isEmpty()) return set;
        m.fault(m.at(name), "'" + reference + "' has no rows; a data set needs at least one");
        return null;
    }

    /** Every row has the program's inputs, and what the metric reads. */
    void check(StudyData data, Iterable<String> read) {
        var needed = new LinkedHashSet<String>();
        for (var input : signature.inputs()) {
            var optional = input.fallback() != null || input.type() instanceof FieldType.Optional;
            if (!optional) needed.add(input.name());
        }
        for (var name : read) {
            if (hasAny(data.train(), name)) needed.add(name);
            else {
                var there = data.train().examples().getFirst().fields().values().keySet();
                faults.add(
                        "metric",
                        "reads the field '" + name + "', which no row of data.train has " + there);
            }
        }
        check(data.train(), "data.train", needed);
        check(data.validation(), "data.validation", needed);
        check(data.test(), "data.test", needed);
    }

    private static boolean hasAny(LoadedData data, String name) {
        return data.examples().stream().anyMatch(e -> e.fields().has(name));
    }

    private void check(@Nullable LoadedData data, String field, Set<String> needed) {
        if (data == null) return;
        var rows = data.examples();
        for (var name : needed) {
            int lacking = 0;
            int first = -1;
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).fields().has(name)) continue;
                if (lacking++ == 0) first = i;
            }
            if (lacking == 0) continue;
            faults.add(
                    field,
                    lacking
                            + " of "
                            + rows.size()
                            + " rows lack the field '"
                            + name
                            + "', the first is row "
                            + (first + 1)
                            + " with "
                            + rows.get(first).fields().values().keySet());
        }
    }
}
