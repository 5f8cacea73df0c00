package io.espalier.optimizers.spec;

import io.espalier.optimizers.RandomStreams;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
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

    /** Of all streams of a study's seed, the one that cuts its data. */
    private static final long STREAM = -1000;

    /** What the optimizer learns from and what decides, each in the order of its data set. */
    public record Parts(List<Example> training, List<Example> validation) {}

    public Parts parts(long seed) {
        var rows = train.examples();
        if (validation != null) return new Parts(rows, validation.examples());
        var cut = cut(rows.size(), new RandomStreams(seed).stream(STREAM));
        var training = new ArrayList<Example>();
        var deciding = new ArrayList<Example>();
        for (int i = 0; i < rows.size(); i++) (cut[i] ? deciding : training).add(rows.get(i));
        return new Parts(training, deciding);
    }

    /** Which rows go to validation: at least one, and one stays. */
    private boolean[] cut(int rows, RandomGenerator random) {
        long left = rows < 2 ? 0 : Math.clamp(Math.round(rows * split), 1, rows - 1L);
        var cut = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            // Selection sampling (Knuth, Algorithm S): exactly as many as wanted, in one pass.
            if (random.nextInt(rows - i) < left) {
                cut[i] = true;
                left--;
            }
        }
        return cut;
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
