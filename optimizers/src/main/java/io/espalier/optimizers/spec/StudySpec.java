package io.espalier.optimizers.spec;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.catalog.OptimizerChoice;
import io.espalier.optimizers.front.Objectives;
import io.espalier.optimizers.study.StudyInput;
import io.espalier.optimizers.study.Surroundings;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.metric.Metric;
import io.espalier.signatures.program.ProgramDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a study is to do, checked: nothing in it can be a user's mistake any more.
 *
 * @param adapter {@code chat}, {@code json} or {@code xml}
 * @param framing the resolved sentences; null for our own
 * @param reuse whether results are shared with other studies, both ways
 */
public record StudySpec(
        String name,
        ProgramDefinition program,
        StudyData data,
        Metric metric,
        OptimizerChoice optimizer,
        StudyModels models,
        String adapter,
        @Nullable JsonNode framing,
        Budget.Limits budget,
        boolean reuse,
        long seed) {
    /** Of the study file. */
    public static final int VERSION = 1;

    /** Of the canonical form: what a later release must still be able to read. */
    public static final int FORMAT_VERSION = 1;

    /**
     * The canonical form: the program inline, data by hash, sentences and defaults filled in. It is
     * itself a study file whose data are resolved by hash.
     */
    public ObjectNode document() {
        var node = Json.object();
        node.put("version", VERSION);
        node.put("format-version", FORMAT_VERSION);
        node.put("name", name);
        node.set("program", program.document());
        node.set("data", data.document());
        node.set("metric", metric.document());
        node.set("optimizer", optimizer.document());
        node.set("models", models.document());
        node.put("adapter", adapter);
        if (framing != null) node.set("framing", framing);
        var limits = BudgetReader.write(budget);
        if (!limits.isEmpty()) node.set("budget", limits);
        if (!reuse) node.put("reuse", false);
        node.put("seed", seed);
        return node;
    }

    /** SHA-256 of the canonical form: equal for equal studies. */
    public String hash() {
        return Json.hash(document());
    }

    public Surroundings surroundings() {
        return Surroundings.of(
                models.task(), models.reflection(), adapter, framing, metric.document());
    }

    /** What a study of this specification works on. */
    public StudyInput input() {
        var parts = data.parts(seed);
        var test = data.test();
        return new StudyInput(
                program,
                parts.training(),
                parts.validation(),
                test == null ? List.<Example>of() : test.examples(),
                seed,
                budget,
                models.prices(),
                surroundings(),
                new Objectives(metric.objectives()));
    }
}
