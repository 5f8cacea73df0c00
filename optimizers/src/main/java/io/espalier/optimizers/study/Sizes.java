package io.espalier.optimizers.study;

import io.espalier.signatures.data.Example;
import java.util.ArrayList;
import java.util.List;

/** What a study says about data that are too few to tell much, whatever its scores are. */
final class Sizes {
    /** With fewer, one example is more than a tenth of the score. */
    private static final int LEAST_VALIDATION = 10;

    /** Fewer are hardly a sample of the task. */
    private static final int LEAST_TRAINING = 3;

    private Sizes() {}

    static List<String> notes(List<Example> training, List<Example> validation) {
        var notes = new ArrayList<String>();
        if (!validation.isEmpty() && validation.size() < LEAST_VALIDATION) {
            notes.add(
                    "the validation data have only "
                            + rows(validation)
                            + ": a difference of scores between programs says little of other"
                            + " inputs (give some thirty: data.validation, or a larger"
                            + " data.split.validation)");
        }
        if (!training.isEmpty() && training.size() < LEAST_TRAINING) {
            notes.add(
                    "the training data have only "
                            + rows(training)
                            + ": there is little to learn from (data.train)");
        }
        return notes;
    }

    private static String rows(List<Example> examples) {
        return examples.size() == 1 ? "1 row" : examples.size() + " rows";
    }
}
