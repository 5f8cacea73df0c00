package io.espalier.deploy.cli;

import io.espalier.optimizers.spec.StudySpec;
import io.espalier.signatures.json.Json;

/** An input that a study's program takes: the first row of the data it was tested on. */
final class SampleInput {
    private static final int LONGEST = 120;

    private SampleInput() {}

    static String of(StudySpec spec) {
        var test = spec.data().test();
        var rows = (test == null ? spec.data().train() : test).examples();
        var inputs = rows.getFirst().fields().only(spec.program().signature().inputs());
        var text = Json.write(inputs.toJson());
        return text.length() <= LONGEST ? text : placeholders(spec);
    }

    /** Where a real row would fill the screen. */
    private static String placeholders(StudySpec spec) {
        var node = Json.object();
        spec.program().signature().inputs().forEach(field -> node.put(field.name(), "..."));
        return Json.write(node);
    }
}
