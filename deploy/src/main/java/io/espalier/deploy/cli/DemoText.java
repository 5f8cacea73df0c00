package io.espalier.deploy.cli;

import io.espalier.optimizers.spec.StudySpec;
import io.espalier.signatures.Field;
import io.espalier.v1.Study;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the demo is about, in plain words. */
final class DemoText {
    private DemoText() {}

    static String before(StudySpec spec) {
        var signature = spec.program().signature();
        var parts = spec.data().parts(spec.seed());
        var test = spec.data().test();
        return """
        A support ticket comes in: which queue takes it? A small language model answers, here on this machine.

          program    %s -> %s, one call of the model
          told       "%s"  and nothing else: no list of queues, no example
          data       %d tickets to learn from, %d to choose by, %d to measure with that the optimizer never sees
          optimizer  %s: looks for solved tickets to show the model, and measures every choice
        """
                .formatted(
                        names(signature.inputs()),
                        names(signature.outputs()),
                        signature.instruction(),
                        parts.training().size(),
                        parts.validation().size(),
                        test == null ? 0 : test.examples().size(),
                        spec.optimizer().name())
                .stripTrailing();
    }

    static String meaning(Study study) {
        var test = study.getTest();
        return String.format(
                Locale.ROOT,
                "%nOf %d tickets that the optimizer never saw, the program as it was written gets %d right, the optimized one %d.",
                test.getExamples(),
                Math.round(test.getBefore() * test.getExamples()),
                Math.round(test.getAfter() * test.getExamples()));
    }

    private static String names(List<Field> fields) {
        return fields.stream().map(Field::name).collect(Collectors.joining(", "));
    }
}
