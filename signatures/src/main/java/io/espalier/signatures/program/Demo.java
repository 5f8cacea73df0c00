package io.espalier.signatures.program;

import io.espalier.signatures.Fields;

/**
 * An example shown to the model inside the prompt.
 *
 * @param augmented true when the values come from a run of the program (bootstrapped), false when
 *     they are an example's own (labelled)
 */
public record Demo(Fields values, boolean augmented) {
    public static Demo labelled(Fields values) {
        return new Demo(values, false);
    }

    public static Demo bootstrapped(Fields values) {
        return new Demo(values, true);
    }
}
