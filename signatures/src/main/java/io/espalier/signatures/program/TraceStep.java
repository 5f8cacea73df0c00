package io.espalier.signatures.program;

import io.espalier.signatures.Fields;
import org.jspecify.annotations.Nullable;

/**
 * One call of one predictor within a run.
 *
 * @param unparsed what the model wrote, when it could not be parsed; {@code outputs} then holds the
 *     fields that could be read
 */
public record TraceStep(
        String predictor, Fields inputs, Fields outputs, @Nullable String unparsed) {}
