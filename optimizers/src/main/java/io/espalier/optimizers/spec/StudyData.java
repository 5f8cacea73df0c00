package io.espalier.optimizers.spec;

import io.espalier.signatures.data.DataSet;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A study's data sets.
 *
 * @param validation null where a share of {@code train} is cut for it
 * @param split that share, between 0 and 1; ignored beside {@code validation}
 */
public record StudyData(
        LoadedData train,
        @Nullable LoadedData validation,
        @Nullable LoadedData test,
        double split) {
    /** Where a study gives neither validation data nor a share. */
    public static final double DEFAULT_SPLIT = 0.3;

    /** What the optimizer learns from and what decides, each in the order of its data set. */
    public record Parts(List<Example> training, List<Example> validation) {}

    public Parts parts(long seed) {
        var rows = train.examples();
        if (validation != null) return new Parts(rows, validation.examples());
        var parts = new DataSet(rows).split(split, seed);
        return new Parts(parts.rest().examples(), parts.cut().examples());
    }

    ObjectNode document() {
        var node = Json.object();
        node.put("train", train.hash());
        if (validation != null) node.put("validation", validation.hash());
        else node.putObject("split").put("validation", split);
        if (test != null) node.put("test", test.hash());
        return node;
    }
}
